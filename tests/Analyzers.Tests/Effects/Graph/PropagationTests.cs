using DistPatterns.Catalog;
using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Graph;

/// <summary>What reaches a body through calls, of what is asked for.</summary>
public sealed class PropagationTests
{
    private const string Shop = """
        class Orders(Microsoft.EntityFrameworkCore.DbContext db, HttpClient http)
        {
            public void Place() { Check(); Save(); }
            public void Check() { if (DateTime.Now.Hour > 9) Check(); else Ask(); }
            public void Ask() => http.Send(new());
            public void Save() => db.SaveChanges();
            public void Direct() { Save(); db.SaveChanges(); }
        }

        """;

    [Fact]
    public async Task An_effect_reaches_every_caller_by_a_shortest_way()
    {
        var walked = await Walked.Of(Shop);
        var commits = walked.Graph.Follow(Effect.Commit);

        Assert.Equal(["Place", "Save", "Direct"], commits.Bodies.Select(b => b.Owner.Name));
        Assert.Equal("Save → SaveChanges", Way(walked, commits, "Place"));
        Assert.Equal("SaveChanges", Way(walked, commits, "Direct"));
    }

    [Fact]
    public async Task A_method_that_calls_itself_ends()
    {
        var walked = await Walked.Of(Shop);

        Assert.Equal("Check → Ask → Send", Way(walked, walked.Graph.Follow(Effect.RemoteCall), "Place"));
    }

    [Fact]
    public async Task Only_what_is_asked_for_is_followed_and_once()
    {
        var walked = await Walked.Of(Shop);

        Assert.Equal([new(Effect.RemoteCall, Confidence.Known)], walked.Graph.Follow(Effect.RemoteCall).Of(walked.Body("Place")).Keys);
        Assert.Same(walked.Graph.Follow(Effect.RemoteCall), walked.Graph.Follow(Effect.RemoteCall));
        Assert.Equal(2, walked.Graph.Follow(Effect.RemoteCall | Effect.Commit).Of(walked.Body("Place")).Count);
    }

    [Fact]
    public async Task At_a_site_is_what_it_does_and_what_lies_behind_it()
    {
        var walked = await Walked.Of(Shop);
        var (commits, direct) = (walked.Graph.Follow(Effect.Commit), walked.Body("Direct"));

        Assert.Equal(["Save → SaveChanges", "SaveChanges"], direct.Sites.SelectMany(s => commits.At(direct, s)).Select(e => Walked.Path(e.Value)));
    }

    [Fact]
    public async Task A_rule_says_where_it_follows_no_further()
    {
        var walked = await Walked.Of(Shop);
        var commits = walked.Graph.Follow(new Not("Save"));

        Assert.Equal(["Save", "Direct"], commits.Bodies.Select(b => b.Owner.Name));
        Assert.Same(commits, walked.Graph.Follow(new Not("Save")));
    }

    [Theory]
    [InlineData("IOrderRepository", nameof(Confidence.Conventional))]
    [InlineData("IShelf", nameof(Confidence.Opaque))]
    public async Task A_name_that_only_sounds_like_an_effect_counts_behind_one_that_says_the_same(string type, string confidence)
    {
        var walked = await Walked.Of($$"""
            interface {{type}} { void Add(); }
            class Documents(MongoDB.Bson.BsonDocument document) : {{type}} { public void Add() => document.Add("n", 1); }
            class Shop({{type}} orders) { public void Run() => orders.Add(); }
            """);

        Assert.Equal([new(Effect.Write, Enum.Parse<Confidence>(confidence))], walked.Graph.Follow(Effect.Write).Of(walked.Body("Run")).Keys);
    }

    private static string Way(Walked walked, Propagation<EffectKind> effects, string member) => Walked.Path(effects.Of(walked.Body(member)).Values.Single());

    /// <summary>Commits, but not through calls of one name.</summary>
    private sealed record Not(string Name) : IFollowed<EffectKind>
    {
        public IEnumerable<EffectKind> At(EffectGraph graph, EffectSite site) => site.Row.Has(Effect.Commit) ? [new(Effect.Commit, site.Confidence)] : [];

        public EffectKind? Through(EffectGraph graph, SiteOf call, BodyFacts target, EffectKind kind) => call.Site.Name == Name ? null : kind;
    }
}
