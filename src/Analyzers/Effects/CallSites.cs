using DistPatterns.Catalog;

namespace DistPatterns.Effects;

/// <summary>A site, with the body that it stands in.</summary>
internal readonly record struct SiteOf(MethodFacts Body, Site Site);

/// <summary>The sites of all bodies by what they call: most methods have no effect, and who calls them is never asked.</summary>
internal sealed class CallSites
{
    private readonly MultiMap<string, SiteOf> _byName = new(StringComparer.Ordinal);
    private readonly List<SiteOf> _modelled = new();
    private readonly List<SiteOf> _dispatching = new();

    /// <param name="bodies">The bodies, in a fixed order.</param>
    public CallSites(IEnumerable<MethodFacts> bodies)
    {
        foreach (var body in bodies)
        {
            foreach (var site in body.Sites)
                Add(new(body, site));
        }
    }

    /// <summary>Those that a model speaks of.</summary>
    public IReadOnlyList<SiteOf> Modelled => _modelled;

    /// <summary>Those where the type of what is sent selects the bodies that run.</summary>
    public IReadOnlyList<SiteOf> Dispatching => _dispatching;

    /// <summary>Those that call a member of this name.</summary>
    public IReadOnlyList<SiteOf> Of(string name) => _byName[name];

    private void Add(SiteOf site)
    {
        if (site.Site.Row is not null)
            _modelled.Add(site);
        if (site.Site.Dispatches)
            _dispatching.Add(site);
        _byName.Add(site.Site.Name, site);
    }
}
