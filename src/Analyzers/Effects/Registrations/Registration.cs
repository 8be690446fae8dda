using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>A call on a container, a builder or a configurator, with what is said of it: by the calls chained to it, and by those in its delegates.</summary>
/// <param name="tree">What it is part of.</param>
/// <param name="call">The call.</param>
internal sealed class Registration(RegistrationTree tree, SiteOf call)
{
    public BodyFacts Body => call.Body;

    public Site Site => call.Site;

    /// <summary>What is said of it, in the order of the text.</summary>
    public IEnumerable<Registration> Children => tree.ChildrenOf(Site);

    /// <summary>Its children, theirs, and so on, as far as they are written here.</summary>
    public IEnumerable<Registration> Descendants => Children.SelectMany(c => c.Descendants.Prepend(c));

    /// <summary>All that is said of it, also in methods of ours that it is handed to.</summary>
    public IEnumerable<Registration> Everything => tree.Everything(this);

    /// <summary>
    /// Whether all that is said of it is known to a model, or stands in methods of ours. Of a call that does not bind, nothing is known to be all.
    /// </summary>
    public bool IsUnderstood => !Site.IsGuess && Everything.All(r => r.Site.Row is not null || tree.IsOwn(r));

    /// <summary>The session, connection or context that it is for: as it says itself, or the call that it is part of. Null where none does.</summary>
    public ITypeSymbol? Context
    {
        get
        {
            for (var around = Site; around is not null; around = RegistrationTree.ParentOf(around))
            {
                if ((around.Arguments.Resource ?? tree.NamedByOwn(new(Body, around))) is { } context)
                    return context;
            }

            return Body.Owner is IMethodSymbol { IsOverride: true } ? Body.Type : null; // a context that configures itself
        }
    }

    /// <summary>
    /// The contexts that it is for. Where the method around leaves that to its callers, by a type parameter or altogether, those that they name.
    /// </summary>
    public IEnumerable<INamedTypeSymbol> Contexts => tree.ContextsOf(this);

    /// <summary>What was said before it of the same thing: by the calls that it is chained to, and by the statements above.</summary>
    public IEnumerable<Registration> Earlier => tree.Before(this);

    public bool Declares(string fact) => Site.Row?.Arguments(ClauseKind.Declares).Contains(fact) == true;

    /// <summary>Whether what it declares holds there.</summary>
    public bool Covers(string where) => Site.Row!.Arguments(ClauseKind.Covers).Contains(where);

    public bool CoversEverything => !Site.Row!.Arguments(ClauseKind.Covers).Any();
}
