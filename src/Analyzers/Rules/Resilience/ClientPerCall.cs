using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Resilience;

/// <summary>
/// A client that owns connections serves many calls. Made for each, it opens and closes them each time, and closed ones stay taken for minutes.
/// </summary>
/// <remarks>
/// Silent where it is stored, handed on or captured, in tools, in tests, and in code that runs once: the start of a program or of a hosted service,
/// registrations, and what only these call. While typing, only in types that a framework calls, since one type does not show who calls it.
/// Information where it is made of what the call brings, as for a tenant.
/// </remarks>
internal sealed class ClientPerCall() : ScopeRule(Definition, Effect.Connections)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP1014",
        title: "Client with its own connections is made for each call",
        messageFormat: "{0} opens connections of its own, and {1}: "
            + "under load ports run out, and each call waits for a new connection first. Make it once and share it.",
        category: Family.Resilience,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) =>
        graph.Modelled
            .Where(s => s.Site.Has(Effect.Connections) && ShowsCallers(s.Body, graph) && !Startup.IsOfTool(s.Body))
            .Select(s => Judge(s, graph))
            .OfType<Finding>();

    private static Finding? Judge(SiteOf at, EffectGraph graph)
    {
        if (at.BindOperation() is not { } made || at.Site.Within?.Arguments.Service is not null || IsFallback(made, graph.Catalog))
            return null;
        var here = Follow(made, graph);
        if (here.IsForgotten)
            return Startup.IsInLoop(at.Site) || !Startup.RunsOnce(at.Body, graph)
                ? PerCall(at, made, graph, $"is made for each call of '{Name(at.Body.Method ?? at.Body.Owner)}'")
                : null;
        return here is { IsReturned: true, Function: null, IsStored: false, IsHandedOn: false, IsCaptured: false }
            && IsFactory(at.Body, made)
            && AreAllForgotten(MemberUse.Of(at.Body, graph), graph)
                ? PerCall(at, made, graph, $"'{Name(at.Body.Method!)}' makes a new one each time")
                : null;
    }

    /// <summary>What is made only where no shared one is there: <c>factory?.CreateClient() ?? new HttpClient()</c>.</summary>
    private static bool IsFallback(IOperation made, LibraryCatalog catalog)
    {
        var value = ValueOrigins.Converted(made);
        return value.Parent is ICoalesceOperation { Value: var shared } choice && choice.WhenNull == value
            && shared.DescendantsAndSelf().OfType<IInvocationOperation>().Any(c => catalog.Find(c)?.Has(Effect.Client) == true);
    }

    private static bool ShowsCallers(BodyFacts body, EffectGraph graph) => graph.Extent != GraphExtent.Type || ServedTypes.IsServed(body.Type, graph.Catalog);

    /// <summary>Through what works over its connections, and objects that are given it: a client of a channel, a producer of a client.</summary>
    private static MadeObject Follow(IOperation made, EffectGraph graph) => MadeObject.Follow(made, carrier =>
        carrier is IObjectCreationOperation || (carrier is IInvocationOperation call && graph.Catalog.Find(call)?.Has(Trait.SharesConnections) == true));

    private static bool AreAllForgotten(IEnumerable<MemberUse> uses, EffectGraph graph)
    {
        var all = uses.ToList();
        return all.Count > 0 && all.TrueForAll(u => u.Operation is { } use && Follow(use, graph).IsForgotten && !Startup.Runs(use, u.Owner))
            && !all.TrueForAll(u => u.Call is { } call && !Startup.IsInLoop(call.Site) && Startup.RunsOnce(call.Body, graph));
    }

    /// <summary>A member that returns the client itself; an object that is made around it answers for it.</summary>
    private static bool IsFactory(BodyFacts body, IOperation made) =>
        body.Method is { MethodKind: not MethodKind.AnonymousFunction, ReturnType: var type }
        && TaskTypes.Awaited(type) is { } returned
        && (SymbolEqualityComparer.Default.Equals(returned, made.Type)
            || made.Type?.AllInterfaces.Contains(returned, SymbolEqualityComparer.Default) == true);

    private static Finding PerCall(SiteOf at, IOperation made, EffectGraph graph, string how) =>
        new(at.Site.Place.GetLocation(), ImmutableArray.Create(NameOf(at.Site, made), how))
        {
            Severity = IsMadeOfCall(made, graph.Catalog) ? DiagnosticSeverity.Info : null,
        };

    /// <summary>
    /// What it connects to, or as whom, comes with the call, so that one for all is not enough. What a model speaks of is no such thing: an address, a
    /// limit.
    /// </summary>
    private static bool IsMadeOfCall(IOperation made, LibraryCatalog catalog) =>
        made.ChildOperations.OfType<IArgumentOperation>().Select(a => a.Value)
            .Concat(Arguments.Initialised(made)
                .Where(s => s.Target is IPropertyReferenceOperation option && catalog.FindOption(option.Property, made.Type, s.Value) is null)
                .Select(s => s.Value))
            .Any(value => ValueFlow.Initial(value).DescendantsAndSelf().Any(o => o is IParameterReferenceOperation));

    private static string NameOf(Site site, IOperation made) => site.Row!.Kind == RowKind.New ? $"This {made.Type?.Name}" : $"What '{site.Name}' makes";

    private static string Name(ISymbol member) => member is IMethodSymbol { AssociatedSymbol: { } property } ? property.Name
        : member is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } ? "this lambda" : member.Name;
}
