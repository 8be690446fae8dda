namespace DistPatterns.Outbox;

/// <summary>The tables were created for another number of buckets: with two numbers in use, one key would lie in two buckets and lose its order.</summary>
public sealed class BucketCountMismatchException(int configured, int found) : InvalidOperationException(
    $"The outbox of this database has {found} buckets, and {nameof(OutboxOptions)}.{nameof(OutboxOptions.Buckets)} is {configured}: "
        + $"set it to {found}, or empty the outbox and create its tables anew.")
{
    /// <summary>What the options say.</summary>
    public int Configured { get; } = configured;

    /// <summary>What the database has.</summary>
    public int Found { get; } = found;
}
