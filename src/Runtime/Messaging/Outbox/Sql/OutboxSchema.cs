namespace DistPatterns.Outbox;

/// <summary>What the tables of the outbox are called in <c>dp_schema</c>.</summary>
public static class OutboxSchema
{
    /// <summary>The part that owns them.</summary>
    public const string Component = "outbox";

    /// <summary>The version that this library reads and writes.</summary>
    public const int Version = 1;
}
