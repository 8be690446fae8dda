using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Resilience;

/// <summary>A gRPC call waits without end unless it is given a deadline: a server that hangs holds it, and all that waits for it.</summary>
/// <remarks>
/// A caller's token is no deadline: it ends the wait only when that caller gives up. Silent for streams; for options and tokens that may
/// hold a deadline; where the client's registration, its container or an interceptor may set one; and where how the client is made is not
/// in sight. Information in tools, whose user waits and can stop them, and in libraries that hand on the token of a program out of sight.
/// A deadline in local time is reported wherever it stands: the client throws for it.
/// </remarks>
internal sealed class GrpcCallWithoutDeadline() : ScopeRule(Definition, Effect.RemoteCall)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP1003",
        title: "gRPC call without a deadline",
        messageFormat: "'{0}' {1}. {2}.",
        category: Family.Resilience,
        defaultSeverity: DiagnosticSeverity.Warning);

    /// <summary>Also where options with a deadline are made for a call that stands elsewhere.</summary>
    public override bool MayFind(EffectSummary summary) => summary.Has(Trait.Unlimited | Trait.Deadline);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings)
    {
        var limits = new TimeLimits(graph);
        var clients = new GrpcClients(graph, limits);
        foreach (var (body, site) in graph.Modelled)
        {
            if (site.Arguments.IsLocalTime)
                yield return Finding(
                    site,
                    "is given a deadline that is not in UTC: the client throws for it, before anything is sent",
                    "Add the time to DateTime.UtcNow");
            else if (site.Has(Trait.Unlimited) && TakesLimit(site) && limits.IsOpen(new(body, site)) && clients.AreUnlimited(site.Receiver))
                yield return Finding(site, $"has no deadline: {Consequence(site)}", "Pass one that fits the caller's patience") with
                {
                    Severity = Startup.IsOfTool(body) || IsForUsers(body, site, graph) ? DiagnosticSeverity.Info : null,
                };
        }
    }

    private static string Consequence(Site call) => call.Arguments.Cancel == default
        ? "a server that hangs holds it for ever, and every caller behind it"
        : "its token ends it only when its own caller gives up, so a server that hangs holds both";

    /// <summary>A library that other programs use hands on their token, which may have a deadline.</summary>
    private static bool IsForUsers(BodyFacts body, Site call, EffectGraph graph) => call.Arguments.Cancel.Symbol is IParameterSymbol
        && body.Method is { } method && IsPublic(method) && graph.CallersOf(body).Count == 0 && !ServedTypes.IsServed(body.Type, graph.Catalog)
        && body.Owner.ContainingAssembly is ISourceAssemblySymbol { Compilation.Options.OutputKind: OutputKind.DynamicallyLinkedLibrary };

    private static bool IsPublic(ISymbol member)
    {
        for (var outer = member; outer is not null and not INamespaceSymbol; outer = outer.ContainingSymbol)
        {
            if (outer.DeclaredAccessibility != Accessibility.Public)
                return false;
        }

        return true;
    }

    /// <summary>A method that a user adds to a generated client takes none, and is judged by the calls in it.</summary>
    private static bool TakesLimit(Site call) => call.Member is IMethodSymbol member
        && member.Parameters.Any(p => p.Name == call.Row!.ParameterFor(Role.Timeout) || p.Name == call.Row!.ParameterFor(Role.Options));

    private static Finding Finding(Site site, string what, string instead) => new(site.Place.GetLocation(), ImmutableArray.Create(site.Name, what, instead));
}
