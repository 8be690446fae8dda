namespace Shop.Messaging;

public interface IEventBus
{
    Task PublishAsync(IntegrationEvent message, CancellationToken cancellationToken = default);
}

/// <summary>Something that happened in one service and that others want to know.</summary>
public abstract record IntegrationEvent
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public DateTimeOffset OccurredAt { get; init; } = DateTimeOffset.UtcNow;
}
