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
               where made.Has(Effect.ClientRegistration) && HasBuilder(made) && !registrations.IsUnused(made) && !IsHandedOn(r.Body, made)
                   && !registrations.MayLimit(r) && !registrations.AreLimitedByUsers(made)
               select new UnlimitedClient(r, registrations.IsSwitchedOff(r), ImmutableArray<Site>.Empty);
    }

    /// <summary>An overload that returns what it extends registers the factory alone, and no client.</summary>
    private static bool HasBuilder(Site made) =>
        made.Member is IMethodSymbol { Parameters: { Length: > 0 } parameters } member && !TimeLimits.Is(member.ReturnType, parameters[0].Type);

    /// <summary>A method that returns the builder leaves the rest to its callers.</summary>
    private static bool IsHandedOn(BodyFacts body, Site made) =>
        made.Member is IMethodSymbol member && body.Method is { } outer && TimeLimits.Is(outer.ReturnType, member.ReturnType);
}
