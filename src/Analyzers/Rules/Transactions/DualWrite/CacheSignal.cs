using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Rules.Transactions;

/// <summary>A message that tells others that their copy is old: when it is lost, they see the old value until it expires, which is mild.</summary>
internal static class CacheSignal
{
    private static readonly HashSet<string> Said = new(StringComparer.Ordinal)
    {
        "cache", "cached", "invalidate", "invalidated", "invalidation", "evict", "evicted", "eviction", "purge",
    };

    /// <summary>By the names on the way to it, the type of the message, and what it is sent with: a channel, a topic.</summary>
    public static bool Is(Trace message)
    {
        var last = message.Steps.Last().Site;
        return message.Steps.Any(s => Says(s.Site.Name) || Says(s.Site.Member?.ContainingType?.Name) || Says(s.Site.Receiver?.Name))
            || Says(last.Message?.Name)
            || (last.Place.FindNode() is InvocationExpressionSyntax call && call.ArgumentList.DescendantTokens()
                .Any(t => t.Kind() is SyntaxKind.IdentifierToken or SyntaxKind.StringLiteralToken && Says(t.ValueText)));
    }

    private static bool Says(string? name) => name is not null && Words.Any(name, Said);
}
