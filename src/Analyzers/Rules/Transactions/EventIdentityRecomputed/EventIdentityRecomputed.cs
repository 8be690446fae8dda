using System.Collections.Immutable;
using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Rules.Transactions;

/// <summary>
/// An event whose id or time is computed by its getter is another event each time it is looked at: in the log, on the wire and in the inbox
/// that should have known it again.
/// </summary>
/// <remarks>
/// Silent where the value is kept once it is made, where it depends on anything else, and in
/// types that are named as no event, message or command.
/// </remarks>
internal sealed class EventIdentityRecomputed() : TypeRule(Definition)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP2016",
        title: "Identity of an event is computed anew on each read",
        messageFormat: "'{0}' is another {1} each time it is read: {2}. Set it once, when the event is made.",
        category: Family.Transactions,
        defaultSeverity: DiagnosticSeverity.Warning);

    private static readonly HashSet<string> Events = new(StringComparer.Ordinal) { "event", "message", "command", "notification" };

    /// <summary>Words of what is meant to be about the moment of reading.</summary>
    private static readonly HashSet<string> Momentary = new(StringComparer.Ordinal) { "now", "today", "current", "next", "random" };

    public override IEnumerable<Finding> Judge(INamedTypeSymbol type, LibraryCatalog catalog, Settings settings, CancellationToken cancellation) =>
        from property in type.GetMembers().OfType<IPropertySymbol>()
        where property is { IsStatic: false, IsIndexer: false, SetMethod: null, IsAbstract: false }
        from syntax in property.DeclaringSyntaxReferences.Select(d => d.GetSyntax(cancellation)).OfType<PropertyDeclarationSyntax>()
        let made = FreshValue.Of(syntax, catalog)
        where made != Effect.None && IsEvent(type) && !Words.Any(property.Name, Momentary)
        select Finding($"{type.Name}.{property.Name}", made, syntax.Identifier.GetLocation());

    private static Finding Finding(string property, Effect made, Location location) => new(location, made == Effect.Clock
        ? ImmutableArray.Create(property, "time", "what is logged, sent and stored do not agree on when it happened")
        : ImmutableArray.Create(property, "id", "what is logged, sent and stored are different events, and no inbox knows one again"));

    /// <summary>By its name, or that of anything it derives from: in a domain the markers are nearly always its own.</summary>
    private static bool IsEvent(INamedTypeSymbol type) => TypeLineage.Of(type).Any(t => Words.Of(t.Name).LastOrDefault() is { } last && Events.Contains(last));
}
