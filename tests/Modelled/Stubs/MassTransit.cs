// Written from MassTransit.EntityFrameworkCore, .MongoDb, .Kafka and .EventHub 8.5.8, beside the real MassTransit and MassTransit.Abstractions.
using Microsoft.EntityFrameworkCore;

namespace MassTransit;

public interface IEntityFrameworkBusOutboxConfigurator : IBusOutboxConfigurator
{
    int MessageDeliveryLimit { set; }
}

public interface IEntityFrameworkOutboxConfigurator : ITransactionalOutboxConfigurator
{
    TimeSpan DuplicateDetectionWindow { set; }

    TimeSpan QueryDelay { set; }

    void DisableInboxCleanupService();

    void UseBusOutbox(Action<IEntityFrameworkBusOutboxConfigurator>? configure = null);
}

public static class EntityFrameworkOutboxConfigurationExtensions
{
    public static void AddEntityFrameworkOutbox<TDbContext>(this IBusRegistrationConfigurator configurator, Action<IEntityFrameworkOutboxConfigurator>? configure = null)
        where TDbContext : DbContext => throw null!;

    public static void UseEntityFrameworkOutbox<TDbContext>(this IReceiveEndpointConfigurator configurator, IRegistrationContext context, Action<IOutboxOptionsConfigurator>? configure = null)
        where TDbContext : DbContext => throw null!;

    public static IEntityFrameworkOutboxConfigurator UseSqlServer(this IEntityFrameworkOutboxConfigurator configurator) => throw null!;

    public static IEntityFrameworkOutboxConfigurator UsePostgres(this IEntityFrameworkOutboxConfigurator configurator) => throw null!;

    public static IEntityFrameworkOutboxConfigurator UseSqlite(this IEntityFrameworkOutboxConfigurator configurator) => throw null!;

    public static void AddTransactionalOutboxEntities(this ModelBuilder modelBuilder, Action<object>? callback = null) => throw null!;

    public static void AddInboxStateEntity(this ModelBuilder modelBuilder, Action<object>? callback = null) => throw null!;

    public static void AddOutboxStateEntity(this ModelBuilder modelBuilder, Action<object>? callback = null) => throw null!;

    public static void AddOutboxMessageEntity(this ModelBuilder modelBuilder, Action<object>? callback = null) => throw null!;
}

public interface IMongoDbBusOutboxConfigurator : IBusOutboxConfigurator
{
    int MessageDeliveryLimit { set; }
}

public interface IMongoDbOutboxConfigurator : ITransactionalOutboxConfigurator
{
    void UseBusOutbox(Action<IMongoDbBusOutboxConfigurator>? configure = null);
}

public static class MongoDbOutboxConfigurationExtensions
{
    public static void AddMongoDbOutbox(this IBusRegistrationConfigurator configurator, Action<IMongoDbOutboxConfigurator>? configure = null) => throw null!;

    public static void UseMongoDbOutbox(this IReceiveEndpointConfigurator configurator, IRegistrationContext context, Action<IOutboxOptionsConfigurator>? configure = null) => throw null!;
}

public interface ITopicProducer<TValue> where TValue : class
{
    Task Produce(TValue message, CancellationToken cancellationToken = default);

    Task Produce(object values, CancellationToken cancellationToken = default);
}

public interface ITopicProducer<TKey, TValue> where TValue : class
{
    Task Produce(TKey key, TValue value, CancellationToken cancellationToken = default);

    Task Produce(TKey key, object values, CancellationToken cancellationToken = default);
}

public interface IEventHubProducer
{
    Task Produce<T>(T message, CancellationToken cancellationToken = default) where T : class;

    Task Produce<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) where T : class;
}
