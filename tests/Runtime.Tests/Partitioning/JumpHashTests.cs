using DistPatterns.Partitioning;
using FsCheck;
using FsCheck.Fluent;

namespace DistPatterns.Runtime.Tests.Partitioning;

public sealed class JumpHashTests
{
    [Theory] // vectors that implementations in other languages share
    [InlineData(1, 1, 0)]
    [InlineData(42, 57, 43)]
    [InlineData(0xDEAD10CC, 1, 0)]
    [InlineData(0xDEAD10CC, 666, 361)]
    [InlineData(256, 1024, 520)]
    public void A_key_falls_where_others_put_it(ulong hash, int buckets, int bucket) => Assert.Equal(bucket, JumpHash.Bucket(hash, buckets));

    [Fact]
    public void A_key_stays_where_it_is_or_moves_to_the_new_bucket() =>
        Prop.ForAll<ulong, PositiveInt>((hash, buckets) => JumpHash.Bucket(hash, buckets.Get + 1) is var next && (next == JumpHash.Bucket(hash, buckets.Get) || next == buckets.Get))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void No_bucket_is_no_answer() => Assert.Throws<ArgumentOutOfRangeException>(() => JumpHash.Bucket(1, 0));
}
