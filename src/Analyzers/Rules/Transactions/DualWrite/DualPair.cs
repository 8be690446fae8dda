using DistPatterns.Effects;

namespace DistPatterns.Rules.Transactions;

/// <summary>A commit and a message on one path.</summary>
internal sealed record DualPair(Trace Commit, Trace Message, bool IsCertain)
{
    /// <summary>How many calls lie between the body and the two ends: the fewer, the clearer.</summary>
    public int Distance => Commit.Steps.Count() + Message.Steps.Count();

    public bool MessageFirst => Place.Compare(Message.Site.Place, Commit.Site.Place) < 0;
}
