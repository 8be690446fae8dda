namespace DistPatterns.Outbox;

/// <summary>Messages of a bucket that wait for a destination.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Away">The destination that is away, as it was named when they were held back.</param>
public readonly record struct HeldBack(int Bucket, string Away);
