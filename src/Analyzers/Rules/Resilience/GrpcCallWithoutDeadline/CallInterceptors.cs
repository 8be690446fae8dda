using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Rules.Resilience;

/// <summary>Which clients have their calls changed on the way: those that an interceptor is made or registered with; where that cannot be told, all.</summary>
internal sealed class CallInterceptors
{
    private readonly Lazy<ILookup<SymbolKey?, SiteOf>> _byClient;

    public CallInterceptors(EffectGraph graph, TimeLimits limits)
    {
        var registered = graph.Modelled.Where(s => s.Site.Arguments.Service is INamedTypeSymbol).ToList();
        _byClient = new(() => graph.Registrations.Declaring("call-interceptor")
            .Where(r => r.Site.Row!.Kind == RowKind.Option || !limits.IsHarmless(r.Site))
            .Select(r => new SiteOf(r.Body, r.Site)).ToLookup(s => ClientOf(s, registered)));
    }

    public bool MayChange(SymbolKey client) => _byClient.Value.Contains(client) || _byClient.Value.Contains(null);

    /// <summary>The client of the registration that it is written in, or that is made over it; null where neither is around it.</summary>
    private static SymbolKey? ClientOf(SiteOf interceptor, List<SiteOf> registered)
    {
        foreach (var (_, registration) in registered)
        {
            if (registration.Place.Tree == interceptor.Site.Place.Tree && registration.Place.Span.Contains(interceptor.Site.Place.Span))
                return SymbolKey.Of(registration.Arguments.Service!);
        }

        var made = interceptor.Site.Place.FindNode().Ancestors()
            .TakeWhile(n => n is not StatementSyntax)
            .OfType<BaseObjectCreationExpressionSyntax>()
            .FirstOrDefault();
        return made is not null && interceptor.Body.GetSemanticModel()?.GetTypeInfo(made).Type is INamedTypeSymbol client ? SymbolKey.Of(client) : null;
    }
}
