using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>The bodies that answer a query: of an interface of query handlers, or of a library's handlers where the message is named as a query.</summary>
internal static class QueryHandlers
{
    public static bool Contain(BodyFacts body, LibraryCatalog catalog) =>
        body.Method is { ContainingType: { } type } method
        && type.AllInterfaces.Any(i => i.GetMembers().OfType<IMethodSymbol>().Any(m =>
            Answers(i, m, catalog) && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(m), method)));

    /// <summary>What handles any query that it is given is a decorator or a base: its targets are judged by themselves.</summary>
    private static bool Answers(INamedTypeSymbol type, IMethodSymbol member, LibraryCatalog catalog) => EndsIn(type, "query", "handler")
        ? type.TypeArguments.All(a => a is not ITypeParameterSymbol)
        : Handlers.MessageOf(member, catalog) is { } message and not ITypeParameterSymbol
            && message.AllInterfaces.Prepend(message).Any(t => EndsIn(t, "query"));

    private static bool EndsIn(ITypeSymbol type, params string[] words) => Words.Of(type.Name).Reverse().Take(words.Length).Reverse().SequenceEqual(words);
}
