using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>
/// What the user says goes through an outbox, by the option <c>distpatterns.outbox</c>: everything in a file, or what passes one of the types named.
/// </summary>
internal static class DeclaredOutbox
{
    public static bool Takes(Trace message, Settings settings)
    {
        if (settings[message.Site.Place.Tree, "distpatterns.outbox"] is not { } declared)
            return false;
        var names = declared.Split(',').Select(n => n.Trim()).ToList();
        return names.Contains("true") || message.Steps.Any(s => Is(s.Site.Receiver) || Is(s.Site.Member?.ContainingType));

        bool Is(ITypeSymbol? type) => type is not null && (names.Contains(type.Name) || names.Contains(type.ToDisplayString()));
    }
}
