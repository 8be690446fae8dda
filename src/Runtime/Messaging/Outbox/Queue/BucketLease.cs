namespace DistPatterns.Outbox;

/// <summary>A bucket that a process holds.</summary>
/// <param name="Bucket">Which.</param>
/// <param name="Epoch">Grows with every change of holder, and where the same takes it again after it had expired.</param>
public readonly record struct BucketLease(int Bucket, long Epoch);
