using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Effects;

/// <summary>Code that a library runs with calls of its own members, such as an interceptor with the saves of the contexts that it is added to.</summary>
internal sealed class Interceptors(EffectGraph graph)
{
    private readonly Lazy<IReadOnlyList<SiteOf>> _adding = new(() => graph.Modelled.Where(s => s.Site.Row!.ParameterFor(Role.Handler) is not null).ToList());

    /// <summary>What a model says of the handler that a body is: when it runs, and with which calls. Null of any other body.</summary>
    public Row? RowOf(BodyFacts body)
    {
        if (body.Method is not { ContainingType: { } type } method || !graph.Catalog.KnowsName(BodyIndex.NameOf(method)))
            return null;
        var overridden = new List<IMethodSymbol>();
        for (var m = method.OverriddenMethod; m is not null; m = m.OverriddenMethod)
            overridden.Add(m);
        return overridden.Concat(type.AllInterfaces.SelectMany(i => i.GetMembers(BodyIndex.NameOf(method)).OfType<IMethodSymbol>()))
            .Select(graph.Catalog.FindHandler).FirstOrDefault(r => r is not null && Members(r).Any());
    }

    /// <summary>The calls that run it, where it is added to anything.</summary>
    public IReadOnlyList<EffectSite> CallsOf(BodyFacts body, Row row)
    {
        var contexts = _adding.Value.Where(a => a.Site.Row!.File == row.File && Adds(a, body.Type!)).Select(a => graph.Registrations.Of(a).Context).ToList();
        return graph.EffectSites.Where(e => e.Row.File == row.File && Members(row).Contains(e.Row.Member) && contexts.Exists(c => IsMadeOn(e, c))).ToList();
    }

    private static IEnumerable<string> Members(Row row) => row.Arguments(ClauseKind.Before).Concat(row.Arguments(ClauseKind.After));

    /// <summary>Whether a registration names the interceptor; one that names no class of ours may add any.</summary>
    private static bool Adds(SiteOf adding, INamedTypeSymbol interceptor)
    {
        if (adding.Body.GetSemanticModel() is not { } model || adding.Site.Place.FindNode() is not InvocationExpressionSyntax call)
            return false;
        var named = call.ArgumentList.DescendantNodes().OfType<ExpressionSyntax>().Select(e => model.GetTypeInfo(e).Type).OfType<INamedTypeSymbol>()
            .Where(t => t is { TypeKind: TypeKind.Class, IsAbstract: false } && !t.DeclaringSyntaxReferences.IsEmpty).ToList();
        return named.Count == 0 || named.Exists(t => TypeLineage.Of(t).Any(l => l.ToDisplayString() == interceptor.OriginalDefinition.ToDisplayString()));
    }

    private static bool IsMadeOn(EffectSite call, ITypeSymbol? context)
    {
        var made = call.Site.ContextIn(call.Body);
        return context is not INamedTypeSymbol expected || made is null
            || TypeLineage.Of(made).Any(t => Same(t, expected)) || TypeLineage.Of(expected).Any(t => Same(t, made));
    }

    // in whichever compilation either was met
    private static bool Same(INamedTypeSymbol a, INamedTypeSymbol b) => SymbolKey.Of(a) == SymbolKey.Of(b);
}
