using Microsoft.EntityFrameworkCore;

namespace Shop.Messaging;

/// <summary>Every event that the shop has raised, for support and for replays.</summary>
public sealed class EventLogContext(DbContextOptions<EventLogContext> options) : DbContext(options), IOutboxContext
{
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();
}

public interface IIntegrationEventLog
{
    Task StoreAsync(IntegrationEvent message, CancellationToken cancellationToken = default);
}

/// <summary>Stores events; a relay sends them from there.</summary>
public sealed class IntegrationEventLog(EventLogContext log) : IIntegrationEventLog
{
    public async Task StoreAsync(IntegrationEvent message, CancellationToken cancellationToken = default)
    {
        log.Outbox.Add(OutboxMessage.For(message));
        await log.SaveChangesAsync(cancellationToken);
    }
}
