using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>A site, with the body that it stands in.</summary>
internal readonly record struct SiteOf(BodyFacts Body, Site Site)
{
    /// <summary>What stands there, bound anew: for the few sites of which a rule must see what is around them.</summary>
    public IOperation? BindOperation() => Body.GetSemanticModel()?.GetOperation(Site.Place.FindNode());
}

/// <summary>The sites of all bodies by what they call: most methods have no effect, and who calls them is never asked.</summary>
internal sealed class CallSites
{
    private readonly Lazy<MultiMap<string, SiteOf>> _byName;
    private readonly List<SiteOf> _modelled = new();
    private readonly List<SiteOf> _dispatching = new();

    /// <param name="bodies">The bodies, in a fixed order.</param>
    public CallSites(IReadOnlyList<BodyFacts> bodies)
    {
        _byName = new(() => ByName(bodies));
        foreach (var body in bodies)
        {
            foreach (var site in body.Sites)
            {
                if (site.Row is null)
                    continue;
                _modelled.Add(new(body, site));
                if (site.Dispatches)
                    _dispatching.Add(new(body, site));
            }
        }
    }

    /// <summary>Those that a model speaks of.</summary>
    public IReadOnlyList<SiteOf> Modelled => _modelled;

    /// <summary>Those where the type of what is sent selects the bodies that run.</summary>
    public IReadOnlyList<SiteOf> Dispatching => _dispatching;

    /// <summary>Those that call a member of this name.</summary>
    public IReadOnlyList<SiteOf> Of(string name) => _byName.Value[name];

    private static MultiMap<string, SiteOf> ByName(IReadOnlyList<BodyFacts> bodies)
    {
        var map = new MultiMap<string, SiteOf>(StringComparer.Ordinal);
        foreach (var body in bodies)
        {
            foreach (var site in body.Sites)
                map.Add(site.Name, new(body, site));
        }

        return map;
    }
}
