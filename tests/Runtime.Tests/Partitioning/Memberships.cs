using DistPatterns.Partitioning;
using FsCheck;
using FsCheck.Fluent;

namespace DistPatterns.Runtime.Tests.Partitioning;

/// <summary>From 2 to 40 members with weights from 1 to 8, to draw from.</summary>
internal static class Memberships
{
    public static Arbitrary<PartitionMember[]> Any { get; } = (
        from count in Gen.Choose(2, 40)
        from weights in Gen.ArrayOf(Gen.Choose(1, 8), count)
        from first in Gen.Choose(0, 1_000)
        select weights.Select((weight, i) => new PartitionMember($"node-{first + i}", weight)).ToArray()).ToArbitrary();

    /// <summary>Fewer cases than usual, since each is a map of 16,384 slots.</summary>
    public static Config Cases { get; } = Config.QuickThrowOnFailure.WithMaxTest(25);
}
