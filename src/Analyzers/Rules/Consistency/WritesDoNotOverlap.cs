using System.Collections.Immutable;
using DistPatterns.Constants;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Consistency;

/// <summary>Where many nodes take writes, two that wait for no majority can both succeed, and neither knows of the other.</summary>
/// <remarks>Silent unless many writers are declared, where the last writer is declared to win, and where DP4001 speaks: its advice covers both.</remarks>
internal sealed class WritesDoNotOverlap() : ConstantsRule(Definition)
{
    /// <summary>The key of the least majority among a diagnostic's properties.</summary>
    public const string NeededWrites = "writes";

    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP4002",
        title: "Two writes can succeed without meeting",
        messageFormat: "W {0} ≤ N {1} / 2 with many writers: two writes can both succeed on different replicas, and one is lost without an error. "
            + "Raise {2} to {3}, or declare that the last writer wins.",
        category: Family.Consistency,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override bool Concerns(string name) => Quorum.Reads(name);

    public override Finding? Judge(ConstantGroup group, Settings settings) =>
        Quorum.In(group) is { WritesOverlap: false, ReadsOverlapWrites: true, HasManyWriters: true } quorum
            ? new(quorum.Write.Location, ImmutableArray.Create($"{quorum.W}", $"{quorum.N}", quorum.Write.Name, $"{quorum.N / 2 + 1}"))
            {
                Also = ImmutableArray.Create(new RelatedPlace("replicas", quorum.Replicas.Location)),
                Facts = ImmutableDictionary<string, string?>.Empty.Add(NeededWrites, $"{quorum.N / 2 + 1}"),
            }
            : null;
}
