using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Transactions;

/// <summary>A commit that a parameter switches on happens for those callers alone that do not switch it off.</summary>
public sealed class DualWriteSwitchTests
{
    private static RuleTest Rule => RuleTest.Of<DualWrite>();

    private static string Shop(string commit, string caller) => $$"""
        using MassTransit;
        using Microsoft.EntityFrameworkCore;
        enum Saving { Now, Later }
        record Placed(int Id);
        class Orders(DbContext db)
        {
            {{commit}}
            public Task Through(bool commit = true) => Set(commit);
            public Task Otherwise(Saving saving = Saving.Now) => saving == Saving.Later ? Task.CompletedTask : db.SaveChangesAsync();
        }
        class Checkout(Orders orders, IBus bus)
        {
            public async Task Place(bool commit) { {{caller}} await bus.{|#0:Publish|}(new Placed(1)); }
        }
        """;

    private const string If = "public async Task Set(bool commit = true) { db.Add(1); if (commit) await db.SaveChangesAsync(); }";
    private const string Guard = "public async Task Set(bool commit = true) { db.Add(1); if (!commit) return; await db.SaveChangesAsync(); }";
    private const string Off = "public async Task Set(bool commit = false) { db.Add(1); if (commit == true && db != null) { await db.SaveChangesAsync(); } }";

    [Theory]
    [InlineData(If, "await orders.Set(commit: false);")]
    [InlineData(If, "await orders.Set(false);")]
    [InlineData(If, "await orders.Through(commit: false);")]
    [InlineData(If, "await orders.Otherwise(Saving.Later);")]
    [InlineData(Guard, "await orders.Set(commit: false);")]
    [InlineData(Off, "await orders.Set();")]
    public Task A_commit_that_a_constant_switches_off_is_none(string commit, string caller) => Rule.StaysSilent(Shop(commit, caller).Replace("{|#0:Publish|}", "Publish"));

    [Theory]
    [InlineData(If, "await orders.Set();")]
    [InlineData(If, "await orders.Set(commit);")]
    [InlineData(If, "await orders.Through();")]
    [InlineData(If, "await orders.Otherwise();")]
    [InlineData(Guard, "await orders.Set(commit: true);")]
    [InlineData(Off, "await orders.Set(true);")]
    [InlineData("public async Task Set(bool commit = true) { commit = db != null; if (commit) await db.SaveChangesAsync(); }", "await orders.Set(false);")]
    [InlineData("public async Task Set(bool commit = true) { if (commit) db.Add(1); await db.SaveChangesAsync(); }", "await orders.Set(false);")]
    public Task A_commit_that_is_on_or_may_be_is_one(string commit, string caller) => Rule.Reports(Shop(commit, caller).Replace("{|#0:Publish|}", "[|Publish|]"));
}
