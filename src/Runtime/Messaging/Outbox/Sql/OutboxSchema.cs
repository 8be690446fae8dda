namespace DistPatterns.Outbox;

/// <summary>What the tables of the outbox are called in <c>dp_schema</c>.</summary>
internal static class OutboxSchema
{
    /// <summary>The part that owns them.</summary>
    public const string Component = "outbox";

    /// <summary>The version that this library reads and writes: 2 added <c>dp_outbox_held</c> and <c>dp_outbox_postponed</c>.</summary>
    public const int Version = 2;

    /// <summary>The oldest version that the script makes into this one.</summary>
    public const int UpgradesFrom = 1;
}
