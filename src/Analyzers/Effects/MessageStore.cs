namespace DistPatterns.Effects;

/// <summary>Names of tables, contexts and services that keep messages on their way: an outbox, an inbox, an event log.</summary>
internal static class MessageStore
{
    private static readonly string[] Words = { "Outbox", "Inbox", "MessagePersistence", "PersistMessage", "MessageStore", "StoreMessage", "IntegrationEventLog", "TransactionalEvents" };

    public static bool IsNamed(string type) => Array.Exists(Words, w => type.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0);
}
