namespace Shop.Ordering.DomainEvents;

/// <summary>Tells those in this process who asked for an event.</summary>
public interface IDispatcher
{
    Task PublishAsync<TEvent>(TEvent notification, CancellationToken cancellationToken) where TEvent : notnull;
}

public interface IHandler<in TEvent>
{
    Task HandleAsync(TEvent notification, CancellationToken cancellationToken);
}

internal sealed class Dispatcher(IServiceProvider services) : IDispatcher
{
    public async Task PublishAsync<TEvent>(TEvent notification, CancellationToken cancellationToken) where TEvent : notnull
    {
        foreach (var handler in services.GetServices<IHandler<TEvent>>())
            await handler.HandleAsync(notification, cancellationToken);
    }
}
