using System.Composition;
using DistPatterns.Rules.Consistency;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistPatterns.CodeFixes.Consistency;

/// <summary>Raises W to a majority.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class WritesDoNotOverlapFix() : RuleFix("DP4002")
{
    private protected override IEnumerable<Offer> Offers(Marked at) => Literal.Raise(at, WritesDoNotOverlap.NeededWrites);
}
