namespace DistPatterns.Inbox;

/// <summary>What the tables are called in <c>dp_schema</c>.</summary>
internal static class InboxSchema
{
    /// <summary>The part that owns them.</summary>
    public const string Component = "inbox";

    /// <summary>The version that this library reads and writes.</summary>
    public const int Version = 1;
}
