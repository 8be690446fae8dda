using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Resilience;

/// <summary>Clients that are registered with a factory: one finding a registration, never one a call.</summary>
internal static class RegisteredClients
{
    public static IEnumerable<UnlimitedClient> Unlimited(EffectGraph graph, TimeLimits limits)
    {
        var registrations = new ClientRegistrations(graph, limits);
        return from r in graph.Modelled
               let made = r.Site
               where made.Has(Effect.ClientRegistration) && HasBuilder(made) && !IsUnused(graph, made) && !IsHandedOn(r.Body, made)
                   && !registrations.MayLimit(r) && !IsLimitedByItsUsers(graph, limits, made)
               select new UnlimitedClient(made, IsForever: false, ImmutableArray<Site>.Empty);
    }

    /// <summary>An overload that returns what it extends registers the factory alone, and no client.</summary>
    private static bool HasBuilder(Site made) =>
        made.Member is IMethodSymbol { Parameters: { Length: > 0 } parameters } member && !TimeLimits.Is(member.ReturnType, parameters[0].Type);

    /// <summary>A method that returns the builder leaves the rest to its callers.</summary>
    private static bool IsHandedOn(BodyFacts body, Site made) =>
        made.Member is IMethodSymbol member && body.Method is { } outer && TimeLimits.Is(outer.ReturnType, member.ReturnType);

    /// <summary>A name that no code asks the factory for: nothing is known to be called through it.</summary>
    private static bool IsUnused(EffectGraph graph, Site made) =>
        made.Arguments.Key is { } name && Typed(made) is null && graph.Extent == GraphExtent.Solution && !Takers(graph, name).Any();

    /// <summary>The class that gets the client by its type.</summary>
    private static ITypeSymbol? Typed(Site made) => made.Arguments.Implementation ?? made.Arguments.Service;

    private static IEnumerable<BodyFacts> Takers(EffectGraph graph, string name) =>
        graph.Modelled.Where(s => s.Site.Has(Effect.Client) && s.Site.Arguments.Key == name).Select(s => s.Body).Distinct();

    /// <summary>The typed client limits itself or each call it makes, or every place that takes the client by its name does.</summary>
    private static bool IsLimitedByItsUsers(EffectGraph graph, TimeLimits limits, Site made)
    {
        var typed = graph.BodiesOf(Typed(made)).ToList();
        var calls = typed.SelectMany(b => b.Sites.Where(s => s.Has(Effect.RemoteCall)).Select(call => (call, b.Sites))).ToList();
        var takers = made.Arguments.Key is { } name ? Takers(graph, name).ToList() : new();
        return typed.SelectMany(b => b.Sites).Any(s => TimeLimits.IsLimitOption(s) && !s.IsForever)
            || (calls.Count > 0 && !calls.Any(c => limits.IsOpen(c.call, c.Sites)))
            || (takers.Count > 0 && takers.All(t => t.Sites.Any(TimeLimits.IsLimit)));
    }
}
