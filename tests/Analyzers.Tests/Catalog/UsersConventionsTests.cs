using DistPatterns.Catalog;
using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Catalog;

public sealed class UsersConventionsTests
{
    private const string Shop = """
        using MassTransit;
        using Microsoft.EntityFrameworkCore;

        public record OrderPlaced(int Id);
        public class ShopContext : DbContext;
        public class Hooks { public void Enlist(Func<Task> work) => work(); }

        """;

    private const string Importer = "class OrderImporter(ShopContext db, IBus bus) { public async Task Run() { await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(1)); } }";

    private const string Enlisted = "class Orders(ShopContext db, IBus bus, Hooks hooks) { public async Task Place() { await db.SaveChangesAsync(); hooks.Enlist(() => bus.[|Publish|](new OrderPlaced(1))); } }";

    [Theory, InlineData(Importer), InlineData(Enlisted)]
    public Task What_no_name_excuses_is_reported(string type) => RuleTest.Of<DualWrite>().Reports(Shop + type);

    [Theory]
    [InlineData(Importer, "[*Importer]", "call  *  one-off")]
    [InlineData(Importer, "[Order*]", "call  Run*  one-off")]
    [InlineData(Enlisted, "[*]", "call  Enlist*  keeps")]
    [InlineData(Enlisted, "[*Hooks]", "call  *  keeps")]
    public Task A_users_name_for_what_runs_once_or_later_is_believed(string type, string section, string row) =>
        RuleTest.Of<DualWrite>().With("Acme.distpatterns.model", $"{section}\n{row}\n").StaysSilent(Shop + type.Replace("[|", "").Replace("|]", ""));

    [Theory]
    [InlineData("publish keeps", true)]
    [InlineData("keeps", false)]
    public void A_name_may_say_an_effect_beside(string words, bool publishes)
    {
        var conventions = new LibraryCatalog(ModelFile.Parse($"[*Hooks]\ncall  Enlist*  {words}\n", "Acme.distpatterns.model").Rows).Conventions;

        Assert.True(conventions.Say(Trait.Keeps, "OrderHooks", "EnlistAsync"));
        Assert.Equal(publishes, conventions.Find("OrderHooks", "EnlistAsync").Any(r => r.Has(Effect.Publish)));
    }
}
