namespace DistPatterns.Partitioning;

/// <summary>Jump consistent hash: a bucket for a key, with no table, and only 1/n of the keys move when bucket n is added.</summary>
/// <remarks>
/// Buckets can be added and removed at the end only: it suits a growing number of shards, not nodes that come and go.
/// Source: Lamping and Veach, <i>A Fast, Minimal Memory, Consistent Hash Algorithm</i>, 2014.
/// </remarks>
public static class JumpHash
{
    /// <summary>The bucket of a key, from 0 to <paramref name="buckets"/> − 1, in about ln(<paramref name="buckets"/>) steps.</summary>
    /// <param name="hash">The key's <see cref="StableHash"/>, or a key that is an even spread of integers already.</param>
    /// <param name="buckets">How many there are, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="buckets"/> is below 1.</exception>
    public static int Bucket(ulong hash, int buckets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        long bucket = 0, next = 0;
        while (next < buckets)
        {
            bucket = next;
            hash = unchecked((hash * 2862933555777941757) + 1);
            next = (long)((bucket + 1) * ((double)(1L << 31) / ((hash >> 33) + 1)));
        }

        return (int)bucket;
    }
}
