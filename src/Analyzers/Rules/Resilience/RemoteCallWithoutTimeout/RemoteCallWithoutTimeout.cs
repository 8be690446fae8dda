using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Resilience;

/// <summary>A client that calls another process with no time limit of its own: when the peer hangs, its callers hang with it.</summary>
/// <remarks>
/// Only a client whose whole life is in sight is judged: one that is created here and kept here, or registered here. Silent for
/// streaming, for calls under a deadline, and where a handler, a policy or a method without a body here may set the limit.
/// A warning for a limit that is switched off; information for one that is left at the library's default, but in tools, whose user waits and can stop them.
/// </remarks>
internal sealed class RemoteCallWithoutTimeout() : ScopeRule(Definition, Effect.Client | Effect.ClientRegistration)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP1001",
        title: "Remote calls without a time limit",
        messageFormat: "{0} sets no time limit: {1}. Set one that fits the caller's patience, or pass a token with a deadline.",
        category: Family.Resilience,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings)
    {
        var limits = new TimeLimits(graph);
        return CreatedClients.Unlimited(graph, limits)
            .Concat(graph.Extent >= GraphExtent.Program ? RegisteredClients.Unlimited(graph, limits) : Enumerable.Empty<UnlimitedClient>())
            .Where(c => c.IsForever || !Startup.IsOfTool(c.Made.Body)).Select(Finding);
    }

    private static Finding Finding(UnlimitedClient client) => new(client.Made.Site.Place.GetLocation(), ImmutableArray.Create(
        Name(client.Made.Site),
        client.IsForever
            ? "its limit is switched off, so a peer that hangs holds the caller for ever"
            : $"a peer that hangs holds every caller for the default of {Default(client.Made.Site)}"))
    {
        Severity = client.IsForever ? null : DiagnosticSeverity.Info,
        Also = client.Calls.Select(c => new RelatedPlace("call", c.Place.GetLocation())).ToImmutableArray(),
    };

    /// <summary>A created client by its type, a registered one by what it is registered as.</summary>
    private static string Name(Site made) => made switch
    {
        { Row.Kind: RowKind.New } => $"This {made.Receiver?.Name}",
        { Arguments.Key: { } name } => $"{made.Name}(\"{name}\")",
        { Arguments.Service: { } service } => $"{made.Name}<{service.Name}>",
        _ => made.Name,
    };

    private static string Default(Site made) => made.Row!.Arguments(ClauseKind.Default).FirstOrDefault() ?? "the library";
}
