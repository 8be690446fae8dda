using DistPatterns.Catalog;
using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Walk;

public sealed class EffectSummaryTests
{
    [Theory]
    [InlineData("db.SaveChanges();", "Commit", "None")]
    [InlineData("db.SaveChanges(); bus.Publish(this);", "Commit, Publish", "None")]
    [InlineData("new MongoDB.Bson.BsonDocument().Add(\"n\", 1);", "None", "Write")]
    [InlineData("store.Add(1);", "None", "None")]
    [InlineData("nameof(Place).Trim();", "None", "None")]
    public async Task A_look_at_each_site_tells_what_a_graph_may_show(string body, string effects, string named)
    {
        var walked = await Walked.Of(Shop + $$"""
            class Orders(Microsoft.EntityFrameworkCore.DbContext db, MassTransit.IBus bus, OutboxStore store) { public void Place() { {{body}} } }
            """);

        var summary = walked.Body("Place").Summary;
        Assert.Equal((effects, named), (summary.Effects.ToString(), summary.Named.ToString()));
    }

    [Theory]
    [InlineData("class Orders(OutboxStore store) { public void Place() => store.Add(1); }", true)]
    [InlineData("class Orders(OutboxStore store) { public void Place() => store.ToString(); }", false)]
    [InlineData("class OrderOutbox { public void Place() => Shop.Do(); }", true)]
    [InlineData("class Orders { public void Place() => Shop.Do(); }", false)]
    public async Task The_names_of_the_types_in_play_say_their_traits(string type, bool isStore)
    {
        var walked = await Walked.Of(Shop + type);

        Assert.Equal(isStore, walked.Body("Place").Summary.Has(Trait.Store));
    }

    private const string Shop = "class OutboxStore { public void Add(int n) { } } static class Shop { public static void Do() { } } ";
}
