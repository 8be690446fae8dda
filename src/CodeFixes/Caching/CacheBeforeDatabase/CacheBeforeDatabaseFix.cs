using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistPatterns.CodeFixes.Caching;

/// <summary>Changes the cache behind the save.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CacheBeforeDatabaseFix() : RuleFix("DP7003")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (StatementPair.Of(at) is var (change, save) && MovedDown.Behind(at.Root, change, save) is { } changed)
            yield return new("Change the cache behind the save", () => changed);
    }
}
