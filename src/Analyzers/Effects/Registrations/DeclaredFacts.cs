using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>A call that states a fact, with where the fact holds.</summary>
/// <param name="Place">The call.</param>
/// <param name="Context">The context that it is for; null where none can be told.</param>
internal sealed record Declaration(SiteOf Place, ITypeSymbol? Context)
{
    public bool Covers(string where) => Place.Site.Row!.Arguments(ClauseKind.Covers).Contains(where);

    public bool CoversEverything => !Place.Site.Row!.Arguments(ClauseKind.Covers).Any();
}

/// <summary>What the program's configuration states: <c>consumer-outbox</c>.</summary>
internal sealed class DeclaredFacts
{
    private readonly MultiMap<string, Declaration> _declarations = new(StringComparer.Ordinal);

    public DeclaredFacts(IEnumerable<SiteOf> modelled)
    {
        foreach (var place in modelled)
        {
            foreach (var fact in place.Site.Row!.Arguments(ClauseKind.Declares))
                _declarations.Add(fact, new(place, ContextOf(place.Site)));
        }
    }

    public IReadOnlyList<Declaration> this[string fact] => _declarations[fact];

    /// <summary>What the call names, or the call in whose delegate it stands: <c>AddEntityFrameworkOutbox&lt;Shop&gt;(o => o.UseBusOutbox())</c>.</summary>
    private static ITypeSymbol? ContextOf(Site site)
    {
        for (var around = site; around is not null; around = around.Within)
        {
            if (around.Arguments.Resource is { } context)
                return context;
        }

        return site.Subject.Site?.Arguments.Resource;
    }
}
