using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Coordination;

/// <summary>Whether names around a call say that it is about a lock: for conditional writes, which libraries also use for other things.</summary>
internal static class LockWords
{
    /// <summary>What the field calls a lock, and what is held like one.</summary>
    public static readonly IReadOnlyList<string> All = new[] { "lock", "lease", "mutex", "leader", "semaphore" };

    /// <summary>By the key, or by the member and the types around the call.</summary>
    public static bool Name(SiteOf call) => IsLock(call.Site.Arguments.KeyExpression) || Around(call.Body).Any(IsLock);

    private static IEnumerable<string> Around(BodyFacts body)
    {
        for (ISymbol? symbol = body.Method ?? body.Owner; symbol is not (null or INamespaceSymbol); symbol = symbol.ContainingSymbol)
            yield return symbol.Name;
    }

    private static bool IsLock(string? name) => All.Any(w => name?.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0);
}
