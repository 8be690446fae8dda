using System.Collections.Immutable;
using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>What a walk has found in a member so far: the sites of the body that it is in, and the bodies that it has left.</summary>
/// <remarks>Used again for one member after the other: most hold nothing, and leave nothing behind.</remarks>
/// <param name="catalog">The models in force.</param>
internal sealed class FactsBuilder(LibraryCatalog catalog)
{
    private readonly ImmutableArray<BodyFacts>.Builder _bodies = ImmutableArray.CreateBuilder<BodyFacts>();
    private readonly ImmutableArray<ModelledCall>.Builder _calls = ImmutableArray.CreateBuilder<ModelledCall>();
    private readonly ImmutableArray<IOperation>.Builder _settings = ImmutableArray.CreateBuilder<IOperation>();

    private ImmutableArray<Site>.Builder _sites = ImmutableArray.CreateBuilder<Site>();
    private ImmutableArray<Origin> _returned = ImmutableArray<Origin>.Empty;
    private bool _swallows;

    /// <summary>A site, with its operation for the live rules if a model speaks of it.</summary>
    public void Add(Site site, IOperation operation)
    {
        _sites.Add(site);
        if (site.Row is { } row)
            _calls.Add(new(operation, row, site));
    }

    /// <summary>A creation or a block that sets so many things that some may belong together.</summary>
    public void AddSettings(IOperation settings) => _settings.Add(settings);

    /// <summary>The body may return what comes from there.</summary>
    public void Return(Origin origin)
    {
        if (origin.Site is not null || origin.Symbol is IFieldSymbol or IPropertySymbol)
            _returned = _returned.Add(origin);
    }

    /// <summary>The body goes on after some failures.</summary>
    public void Swallow() => _swallows = true;

    /// <summary>Gathers for a body that stands inside another and runs at another time; what the other has so far is handed out.</summary>
    public OpenBody BeginBody()
    {
        var outer = new OpenBody(_sites, _returned, _swallows);
        (_sites, _returned, _swallows) = (ImmutableArray.CreateBuilder<Site>(), ImmutableArray<Origin>.Empty, false);
        return outer;
    }

    /// <summary>Goes on with the body around.</summary>
    public void ReturnTo(OpenBody outer) => (_sites, _returned, _swallows) = (outer.Sites, outer.Returned, outer.Swallows);

    /// <summary>The body that the walk is in ends here.</summary>
    public void EndBody(IMethodSymbol? method, ISymbol owner, Place place)
    {
        if (_sites.Count > 0 || method is not null)
        {
            var summary = EffectSummary.Of(_sites, owner, catalog.Conventions);
            _bodies.Add(new(method, owner, _sites.ToImmutable(), _returned, place, summary) { HandlesFailures = _swallows });
        }

        _sites.Clear();
        _returned = ImmutableArray<Origin>.Empty;
        _swallows = false;
    }

    /// <summary>The member ends here: what was in it, and nothing is kept.</summary>
    public MemberOperations EndMember(ISymbol owner, ImmutableArray<IOperation> blocks)
    {
        var body = new MemberOperations(owner, blocks, _bodies.ToImmutable(), _calls.ToImmutable(), _settings.ToImmutable());
        _bodies.Clear();
        _sites.Clear();
        _calls.Clear();
        _settings.Clear();
        return body;
    }
}

/// <summary>A body whose walk is interrupted by that of another inside it.</summary>
internal readonly record struct OpenBody(ImmutableArray<Site>.Builder Sites, ImmutableArray<Origin> Returned, bool Swallows);
