using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Effects;

/// <summary>The endpoints that run inside a middleware of a web program: all that change something, or those that carry the attribute it asks for.</summary>
internal sealed class Middlewares(EffectGraph graph)
{
    private readonly ChangingEndpoints _endpoints = new(graph);

    /// <param name="middleware">What may be one.</param>
    /// <param name="delegates">Those of its calls of delegates that are asked about.</param>
    public IEnumerable<BodyFacts> Inside(BodyFacts middleware, IReadOnlyList<Site> delegates)
    {
        if (!delegates.Any(d => d.Receiver is { Name: "RequestDelegate" }) || middleware.Type is not { } type)
            return Enumerable.Empty<BodyFacts>();
        if (HostAssemblies.Registering(type, graph) is not { } programs)
            return Enumerable.Empty<BodyFacts>(); // one that no program adds runs nowhere
        var asked = AttributesAskedBy(middleware);
        return _endpoints.Bodies.Where(e => e.Type is { } endpoint && programs.MayUse(endpoint) && (asked.Count == 0 || Carries(e.Method!, asked)));
    }

    /// <summary>The attributes of endpoints that it looks for: <c>GetMetadata&lt;TransactionalAttribute&gt;()</c>.</summary>
    private static HashSet<string> AttributesAskedBy(BodyFacts middleware) => new(
        middleware.Place.FindNode().DescendantNodes().OfType<GenericNameSyntax>()
            .Where(n => n is { Identifier.ValueText: "GetMetadata", TypeArgumentList.Arguments.Count: 1 })
            .Select(n => middleware.GetSemanticModel()?.GetTypeInfo(n.TypeArgumentList.Arguments[0]).Type?.Name).OfType<string>(),
        StringComparer.Ordinal);

    private static bool Carries(IMethodSymbol endpoint, HashSet<string> attributes) =>
        endpoint.GetAttributes().Concat(TypeLineage.Of(endpoint.ContainingType).SelectMany(t => t.GetAttributes()))
            .Any(a => a.AttributeClass is { } type && TypeLineage.Of(type).Any(t => attributes.Contains(t.Name)));
}
