using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistPatterns.CodeFixes.Messaging;

/// <summary>Moves the retry in front of what it comes too late for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RetryConfiguredTooLateFix() : RuleFix("DP3012")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (StatementPair.Of(at) is var (late, early) && MovedUp.Before(at.Root, late, early) is { } changed)
            yield return new("Move it up", () => changed);
    }
}
