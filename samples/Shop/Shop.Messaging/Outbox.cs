using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Shop.Messaging;

/// <summary>An event on its way to the broker, in the database of the service that raised it.</summary>
public sealed class OutboxMessage
{
    public Guid Id { get; private init; }
    public required string Type { get; init; }
    public required byte[] Body { get; init; }
    public DateTime CreatedAt { get; private init; }
    public DateTime? SentAt { get; set; }

    public static OutboxMessage For(IntegrationEvent message) => new()
    {
        Id = message.Id,
        Type = message.GetType().Name,
        Body = JsonSerializer.SerializeToUtf8Bytes(message, message.GetType()),
        CreatedAt = message.OccurredAt.UtcDateTime,
    };
}

/// <summary>A context whose database has an outbox.</summary>
public interface IOutboxContext
{
    DbSet<OutboxMessage> Outbox { get; }
}
