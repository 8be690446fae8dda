namespace DistPatterns.Outbox;

/// <summary>What a process holds after it has asked.</summary>
/// <param name="Fair">How many it may hold, so that all processes have as many: who holds more gives back.</param>
/// <param name="Leases">What it holds now.</param>
public sealed record BucketShare(int Fair, IReadOnlyList<BucketLease> Leases);
