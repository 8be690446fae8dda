using System.Numerics;

namespace DistPatterns.Partitioning;

/// <summary>Rendezvous (highest random weight) hashing: each member draws a score for each key, and the highest wins.</summary>
/// <remarks>
/// A member that leaves gives away its own keys and moves no others. A lookup asks every member, so it serves up to about twenty of
/// them; <see cref="PartitionMap"/> asks once per membership and then looks up.
/// Sources: Thaler and Ravishankar, 1998; weights by the logarithmic method of Schindelhauer and Schomaker, 2005.
/// </remarks>
public static class RendezvousHash
{
    /// <summary>The member that owns a key.</summary>
    /// <param name="hash">The key's <see cref="StableHash"/>.</param>
    /// <param name="members">At least one.</param>
    /// <exception cref="ArgumentException">There are no members.</exception>
    public static PartitionMember Owner(ulong hash, IEnumerable<PartitionMember> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        return members.MaxBy(member => Score(hash, member))
            ?? throw new ArgumentException("A key can only be owned where there is at least one member.", nameof(members));
    }

    /// <summary>All members in the order in which a key prefers them: the owner, then the one to take over when it is away, and so on.</summary>
    /// <param name="hash">The key's <see cref="StableHash"/>.</param>
    /// <param name="members">The members to rank.</param>
    public static IReadOnlyList<PartitionMember> Rank(ulong hash, IEnumerable<PartitionMember> members) =>
        [.. members.OrderByDescending(member => Score(hash, member))];

    private static double Score(ulong hash, PartitionMember member) => Score(hash, StableHash.Of(member.Name), member.Weight);

    /// <summary>Weight ÷ an exponential draw: the chance to have the highest is in proportion to the weight.</summary>
    internal static double Score(ulong hash, ulong member, int weight) => weight / -Log(StableHash.Of(hash, member));

    // The logarithm of draw ÷ 2⁶⁴ by additions, multiplications and divisions alone, which IEEE 754 makes the same everywhere:
    // Math.Log is the C library's, and its last bit differs from one to the next.
    internal static double Log(ulong draw)
    {
        draw |= 1; // never the logarithm of 0
        var exponent = BitOperations.Log2(draw);
        var mantissa = (draw << (63 - exponent)) * (1.0 / (1UL << 63)); // from 1 to 2
        var z = (mantissa - 1) / (mantissa + 1);
        double square = z * z, power = z, sum = 0;
        for (var n = 1; n <= 21; n += 2)
        {
            sum += power / n;
            power *= square;
        }

        return (2 * sum) + ((exponent - 64) * 0.6931471805599453);
    }
}
