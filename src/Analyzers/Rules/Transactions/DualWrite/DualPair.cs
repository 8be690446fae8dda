using System.Collections.Immutable;
using DistPatterns.Effects;

namespace DistPatterns.Rules.Transactions;

/// <summary>One end of a dual write: a commit, or a message.</summary>
/// <param name="Effect">What happens.</param>
/// <param name="Trace">The calls that lead to it.</param>
/// <param name="Doubt">Zero where it is known to carry business.</param>
/// <param name="Unbound">The calls that it rests on and that do not bind.</param>
internal sealed record DualEnd(TransactionEffect Effect, Trace Trace, int Doubt, ImmutableArray<Site> Unbound)
{
    /// <summary>Where it stands in the body that has both ends.</summary>
    public Site Site => Trace.Site;

    /// <summary>The call that does it.</summary>
    public Site Leaf => Trace.Steps.Last().Site;
}

/// <summary>A commit and a message on one path.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Message">The message.</param>
/// <param name="IsMessageFirst">Whether the message is sent before the commit.</param>
internal sealed record DualPair(DualEnd Commit, DualEnd Message, bool IsMessageFirst)
{
    /// <summary>The other commits that the message goes with.</summary>
    public ImmutableArray<Site> MoreCommits { get; init; } = ImmutableArray<Site>.Empty;

    public bool IsCertain => Commit.Doubt + Message.Doubt == 0;
}
