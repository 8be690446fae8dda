namespace DistPatterns.EventSourcing;

/// <summary>A stream is not at the version that the writer had read: somebody else has appended. Read it again and decide anew, in a new transaction.</summary>
public sealed class StreamConflictException(string stream, long expectedVersion)
    : Exception($"The stream '{stream}' is not at version {expectedVersion}: another has appended since it was read.")
{
    /// <summary>The stream.</summary>
    public string Stream { get; } = stream;

    /// <summary>The version that the writer had read.</summary>
    public long ExpectedVersion { get; } = expectedVersion;
}
