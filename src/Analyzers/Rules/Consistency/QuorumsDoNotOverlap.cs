using System.Collections.Immutable;
using DistPatterns.Constants;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Consistency;

/// <summary>A read that waits for R replicas is sure to meet a write that W have taken only if W + R is more than N.</summary>
/// <remarks>Silent where staleness is declared, where one leader orders the writes, and where any of the three is no constant.</remarks>
internal sealed class QuorumsDoNotOverlap() : ConstantsRule(Definition)
{
    /// <summary>The key of the least R that overlaps among a diagnostic's properties.</summary>
    public const string NeededReads = "reads";

    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP4001",
        title: "Read and write quorums do not overlap",
        messageFormat: "W {0} + R {1} ≤ N {2}: a read may ask only replicas that the write never reached, and miss it. {3}.",
        category: Family.Consistency,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override bool Concerns(string name) => Quorum.Reads(name);

    public override Finding? Judge(ConstantGroup group, Settings settings)
    {
        if (Quorum.In(group) is not { ReadsOverlapWrites: false, Read: { } read } quorum)
            return null;
        var (n, w, r) = (quorum.N, quorum.W, quorum.R);
        var writes = Math.Max(n - r + 1, n / 2 + 1);
        var advice = quorum is { HasManyWriters: true, WritesOverlap: false } && writes <= n
            ? $"Two writers miss each other too: raise {quorum.Write.Name} to {writes}"
            : $"Raise {read.Name} to {n - w + 1}, or {quorum.Write.Name} to {n - r + 1}";
        return new(read.Location, ImmutableArray.Create($"{w}", $"{r}", $"{n}", advice))
        {
            Severity = IsOurs(group.Type) ? DiagnosticSeverity.Error : null,
            Also = ImmutableArray.Create(new RelatedPlace("writes", quorum.Write.Location), new RelatedPlace("replicas", quorum.Replicas.Location)),
            Facts = ImmutableDictionary<string, string?>.Empty.Add(NeededReads, $"{n - w + 1}"),
        };
    }

    /// <summary>The runtime's own options refuse such numbers when they are used: better to hear it now.</summary>
    private static bool IsOurs(ITypeSymbol? type) =>
        type is { Name: "QuorumOptions" } && type.ContainingNamespace.ToDisplayString().StartsWith("DistPatterns", StringComparison.Ordinal);
}
