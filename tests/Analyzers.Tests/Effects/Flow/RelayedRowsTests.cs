using DistPatterns.Catalog;
using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Flow;

/// <summary>Whether what a call sends are rows that are marked as sent, or removed, afterwards.</summary>
public sealed class RelayedRowsTests
{
    private const string Shop = """
        using System.Linq;
        using Microsoft.EntityFrameworkCore;
        class Letter { public int Id { get; set; } public string Body { get; set; } = ""; public DateTime? SentAt { get; set; } public int Reads { get; set; } public void MarkAsSent() => SentAt = DateTime.UtcNow; }
        record Mail(string Body);
        class Post : DbContext { public DbSet<Letter> Letters => Set<Letter>(); }

        """;

    [Theory]
    [InlineData("foreach (var l in await db.Letters.Where(l => l.SentAt == null).ToListAsync()) { await bus.Publish(new Mail(l.Body)); l.SentAt = DateTime.UtcNow; await db.SaveChangesAsync(); }")]
    [InlineData("var all = await db.Letters.Where(l => l.SentAt == null).ToListAsync(); foreach (var l in all) { await bus.Publish(new Mail(l.Body)); l.MarkAsSent(); } await db.SaveChangesAsync();")]
    [InlineData("foreach (var l in await db.Letters.ToListAsync()) { await bus.Publish(new Mail(l.Body)); db.Letters.Remove(l); } await db.SaveChangesAsync();")]
    [InlineData("foreach (var l in await db.Letters.ToListAsync()) { var mail = new Mail(l.Body); await bus.Publish(mail); db.Remove(l); await db.SaveChangesAsync(); }")]
    [InlineData("foreach (var l in await db.Letters.Where(l => l.SentAt == null).ToListAsync()) { await bus.Publish(new Mail(l.Body)); await db.Letters.Where(x => x.Id == l.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SentAt, DateTime.UtcNow)); }")]
    [InlineData("foreach (var l in await db.Letters.Where(l => l.SentAt == null).ToListAsync()) await One(l);")]
    public async Task Rows_that_are_marked_or_removed_afterwards_are_relayed(string run) => Assert.True(await AreRelayed(run));

    [Theory]
    [InlineData("foreach (var l in await db.Letters.Where(l => l.SentAt == null).ToListAsync()) { l.SentAt = DateTime.UtcNow; await db.SaveChangesAsync(); await bus.Publish(new Mail(l.Body)); }")] // marked before
    [InlineData("foreach (var l in await db.Letters.Where(l => l.SentAt == null).ToListAsync()) { await bus.Publish(new Mail(l.Body)); l.Reads++; await db.SaveChangesAsync(); }")] // asked by another property
    [InlineData("foreach (var l in await db.Letters.Where(l => l.SentAt == null).ToListAsync()) { await bus.Publish(new Mail(l.Body)); l.SentAt = DateTime.UtcNow; }")] // never committed
    [InlineData("var l = await db.Letters.FirstAsync(l => l.SentAt == null); await bus.Publish(new Mail(l.Body)); l.SentAt = DateTime.UtcNow; await db.SaveChangesAsync();")] // one row alone
    [InlineData("await bus.Publish(new Mail(\"news\")); var l = await db.Letters.FirstAsync(l => l.SentAt == null); l.SentAt = DateTime.UtcNow; await db.SaveChangesAsync();")] // made of no row
    public async Task Others_are_not(string run) => Assert.False(await AreRelayed(run));

    private static async Task<bool> AreRelayed(string run)
    {
        var walked = await Walked.Of(Shop + $$"""
            class Relay(Post db, MassTransit.IBus bus)
            {
                public async Task Run() { await Task.Yield(); {{run}} }
                private async Task One(Letter l) { {{(run.Contains("One(") ? "await bus.Publish(new Mail(l.Body)); l.SentAt = DateTime.UtcNow; await db.SaveChangesAsync();" : "await Task.Yield();")}} }
            }
            """);
        var (body, sending) = walked.Graph.Modelled.Single(s => s.Site.Has(Effect.Publish));
        return new RelayedRows(walked.Graph).AreSentAt(body, sending);
    }
}
