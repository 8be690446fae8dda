using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Resilience;

/// <summary>A queue with no bound hides that its reader is too slow: it grows while the reader, or what the reader calls, stands still.</summary>
/// <remarks>
/// Silent where the queue lives in one call; where only its own type fills it, at its construction; where a writer looks how long it is; and where an
/// element carries a completion that its writer can wait for, so that there are no more elements than callers.
/// </remarks>
internal sealed class UnboundedQueue() : ScopeRule(Definition, Effect.Queue)
{
    /// <summary>Set among a diagnostic's properties where each writer would wait for room.</summary>
    public const string WritersWait = "waits";

    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP1015",
        title: "Queue without a bound",
        messageFormat: "'{0}' takes whatever '{1}' brings: while its reader is slower, it grows until the memory is used up. Bound it, and let writers wait.",
        category: Family.Resilience,
        defaultSeverity: DiagnosticSeverity.Info);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) =>
        graph.Modelled.Where(s => s.Site.Has(Effect.Queue) && !s.Site.Has(Trait.Bounds)).Select(s => Of(s, graph)).OfType<Finding>();

    private static Finding? Of(SiteOf made, EffectGraph graph)
    {
        if (made.Site.Target is not { Kind: SymbolKind.Field or SymbolKind.Property } holder || made.BindOperation() is not { } creation
            || IsBounded(creation, graph.Catalog) || CarriesCompletion(creation.Type))
            return null;
        var queue = new HeldQueue(holder, made.Body, graph);
        var writers = queue.Writers().ToList();
        var open = writers.Where(w => queue.IsOpen(w.Body)).Select(w => w.Body.Owner).Concat(queue.Exposed()).FirstOrDefault();
        if (open is null || writers.Exists(queue.IsMeasuredBy))
            return null;
        var wait = writers.TrueForAll(w => !w.Site.Has(Trait.MustTest)) && !queue.Exposed().Any();
        return Finding.At(creation, holder.Name, open is IMethodSymbol { AssociatedSymbol: { } property } ? property.Name : open.Name) with
        {
            Facts = ImmutableDictionary<string, string?>.Empty.Add(WritersWait, wait ? "true" : null),
        };
    }

    /// <summary>Whether options bound it, or may do so out of sight.</summary>
    private static bool IsBounded(IOperation creation, LibraryCatalog catalog)
    {
        var arguments = (creation as IObjectCreationOperation)?.Arguments ?? ImmutableArray<IArgumentOperation>.Empty;
        var options = arguments.FirstOrDefault(a => a.Parameter?.Type.Name.EndsWith("Options", StringComparison.Ordinal) == true)?.Value;
        if (options is null)
            return false;
        return ValueOrigins.Unconverted(options) is not IObjectCreationOperation made || Arguments.Initialised(made).Any(s => Bounds(s, catalog));
    }

    private static bool Bounds(ISimpleAssignmentOperation set, LibraryCatalog catalog) =>
        set.Target is IPropertyReferenceOperation option && catalog.FindOption(option.Property, option.Instance?.Type, set.Value)?.Has(Trait.Bounds) == true;

    private static bool CarriesCompletion(ITypeSymbol? queue) => (queue as INamedTypeSymbol)?.TypeArguments.FirstOrDefault() is { } element
        && element.GetMembers().Any(m => ((m as IFieldSymbol)?.Type ?? (m as IPropertySymbol)?.Type) is { Name: "TaskCompletionSource" });
}
