using System.Composition;
using DistPatterns.Rules.Consistency;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistPatterns.CodeFixes.Consistency;

/// <summary>Raises R until every read meets every write.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class QuorumsDoNotOverlapFix() : RuleFix("DP4001")
{
    private protected override IEnumerable<Offer> Offers(Marked at) => Literal.Raise(at, QuorumsDoNotOverlap.NeededReads);
}
