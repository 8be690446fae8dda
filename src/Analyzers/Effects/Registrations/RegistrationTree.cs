using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>The program's configuration: which registrations there are, what is said of each, and in which order.</summary>
internal sealed class RegistrationTree
{
    private readonly EffectGraph _graph;
    private readonly SuppliedTypes _supplied;
    private readonly Lazy<MultiMap<string, Registration>> _declaring;
    private readonly Lazy<MultiMap<Site, Registration>> _children;

    public RegistrationTree(EffectGraph graph)
    {
        (_graph, _supplied) = (graph, new(graph));
        _declaring = new(FindDeclaring);
        _children = new(FindChildren);
    }

    /// <summary>The call that a call is chained to; where it is chained to none, the one in whose delegate it stands.</summary>
    public static Site? ParentOf(Site site) => site.Subject.Site ?? site.Within;

    public Registration Of(SiteOf call) => new(this, call);

    /// <summary>What declares a fact: <c>consumer-outbox</c>.</summary>
    public IReadOnlyList<Registration> Declaring(string fact) => _declaring.Value[fact];

    public IEnumerable<Registration> ChildrenOf(Site site) => _children.Value[site];

    /// <summary>Whether a call runs methods of ours.</summary>
    public bool IsOwn(Registration registration) => registration.Site.Row is null && _graph.TargetsOf(registration.Site).Count > 0;

    /// <summary>The last type that a call of a method of ours names: <c>AddOurContext&lt;Shop&gt;(…)</c>.</summary>
    public ITypeSymbol? NamedByOwn(SiteOf call) => call.Site is { Row: null, Member: IMethodSymbol { TypeParameters: { Length: > 0 } parameters } }
        ? SuppliedTypes.ArgumentAt(call, parameters.Length - 1)
        : null;

    public IEnumerable<INamedTypeSymbol> ContextsOf(Registration registration) => ContextsOf(registration, new());

    public IEnumerable<Registration> Everything(Registration registration)
    {
        var seen = new HashSet<Site>();
        var left = new Stack<Registration>(InOwnMethods(registration).Concat(registration.Children).Reverse());
        while (left.Count > 0)
        {
            var next = left.Pop();
            if (!seen.Add(next.Site))
                continue;
            yield return next;
            foreach (var inner in InOwnMethods(next).Concat(next.Children).Reverse())
                left.Push(inner);
        }
    }

    /// <summary>In the order of the text, each with what the methods of ours do that it runs.</summary>
    public IEnumerable<Registration> Before(Registration registration)
    {
        var (body, site) = (registration.Body, registration.Site);
        return body.Sites.Where(s => IsChainedBehind(site, s) || (IsOfSame(s, site) && s.MayPrecede(site)))
            .Select(s => Of(new(body, s)))
            .SelectMany(r => InOwnMethods(r).Prepend(r));
    }

    /// <summary>The calls that methods of ours make on what they are given; those in their delegates are children of these.</summary>
    private IEnumerable<Registration> InOwnMethods(Registration registration) => !IsOwn(registration) ? Enumerable.Empty<Registration>()
        : _graph.TargetsOf(registration.Site).SelectMany(b => b.Sites.Where(s => ParentOf(s) is null), (b, s) => Of(new(b, s)));

    private IEnumerable<INamedTypeSymbol> ContextsOf(Registration registration, HashSet<BodyFacts> seen) => registration.Context is { } context
        ? _supplied.For(context, registration.Body)
        : seen.Add(registration.Body) && registration.Body.Owner is IMethodSymbol method && _graph.BodyOf(method) is { } member
            ? _graph.CallersOf(member).SelectMany(c => ContextsOf(Of(c), seen))
            : Enumerable.Empty<INamedTypeSymbol>();

    private static bool IsOfSame(Site a, Site b) => a.Subject == b.Subject && a.Subject.Symbol is not null;

    private static bool IsChainedBehind(Site site, Site earlier)
    {
        for (var link = site; link is { Subject: { Symbol: null, Site: { } before } }; link = before)
        {
            if (before == earlier)
                return true;
        }

        return false;
    }

    private MultiMap<string, Registration> FindDeclaring()
    {
        var declaring = new MultiMap<string, Registration>(StringComparer.Ordinal);
        foreach (var call in _graph.Modelled)
        {
            foreach (var fact in call.Site.Row!.Arguments(ClauseKind.Declares))
                declaring.Add(fact, Of(call));
        }

        return declaring;
    }

    private MultiMap<Site, Registration> FindChildren()
    {
        var children = new MultiMap<Site, Registration>();
        foreach (var body in _graph.Bodies)
        {
            foreach (var site in body.Sites)
            {
                if (ParentOf(site) is { } parent)
                    children.Add(parent, Of(new(body, site)));
            }
        }

        return children;
    }
}
