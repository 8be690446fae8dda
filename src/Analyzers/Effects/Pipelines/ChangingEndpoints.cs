using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>What a web framework runs for the requests that are meant to change something: by POST, PUT, PATCH and DELETE.</summary>
internal sealed class ChangingEndpoints(EffectGraph graph)
{
    private static readonly string[] Verbs = { "HttpPost", "HttpPut", "HttpPatch", "HttpDelete" };

    private static readonly HashSet<string> Mapping = new(StringComparer.Ordinal) { "MapPost", "MapPut", "MapPatch", "MapDelete" };

    private readonly Lazy<IReadOnlyList<BodyFacts>> _bodies = new(() => graph.Bodies.Where(IsAction)
        .Concat(graph.Modelled.Where(s => Mapping.Contains(s.Site.Name)).Select(s => Mapped(s, graph)).OfType<BodyFacts>()).Distinct().ToList());

    public IReadOnlyList<BodyFacts> Bodies => _bodies.Value;

    /// <summary>The action of a controller, or the handler of a page.</summary>
    private static bool IsAction(BodyFacts body) => body.Method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public } method
        && TypeLineage.Of(method.ContainingType).Any(t => t.Name switch
        {
            "ControllerBase" => method.GetAttributes().Any(a => a.AttributeClass is { Name: var name } && IsVerb(name)),
            "PageModel" => method.Name.StartsWith("OnPost", StringComparison.Ordinal),
            _ => false,
        });

    private static bool IsVerb(string attribute) => Array.Exists(Verbs, v => attribute.StartsWith(v, StringComparison.Ordinal));

    /// <summary>What is given to a call that maps a path: a lambda, or a method.</summary>
    private static BodyFacts? Mapped(SiteOf mapping, EffectGraph graph) => (mapping.BindOperation() as IInvocationOperation)?.Arguments
        .Select(a => (ValueOrigins.Unconverted(a.Value) as IDelegateCreationOperation)?.Target).FirstOrDefault(t => t is not null) switch
    {
        IAnonymousFunctionOperation { Body.Syntax: var code } => graph.BodiesOf(mapping.Body.Type)
            .FirstOrDefault(b => b.Place.Tree == code.SyntaxTree && b.Place.Span == code.FullSpan),
        IMethodReferenceOperation { Method: var method } => graph.BodyOf(method),
        _ => null,
    };
}
