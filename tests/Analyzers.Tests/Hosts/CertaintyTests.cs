using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Hosts;

public sealed class CertaintyTests
{
    private const string Shop = """
        using Microsoft.EntityFrameworkCore;
        class Orders(DbContext db, System.Net.Mail.SmtpClient mail, MassTransit.IBus bus)
        {
            public async Task Place() { await db.SaveChangesAsync(); await mail.{|#0:SendMailAsync|}("shop@acme", "you@acme", "Placed", ""); }
            public async Task Cancel() { await db.SaveChangesAsync(); await bus.[|Publish|](new object()); }
        }
        """;

    private static RuleTest Rule(string option) => RuleTest.Of<DualWrite>().With(".editorconfig", $"root = true\n[*.cs]\n{option}\n");

    [Theory]
    [InlineData("distpatterns.certainty = certain")]
    [InlineData("distpatterns.transactions.certainty = certain")]
    public Task Only_what_is_certain_is_left_where_that_is_asked_for(string option) =>
        Rule(option).Reports(Shop.Replace("{|#0:SendMailAsync|}", "SendMailAsync"));

    [Theory]
    [InlineData("distpatterns.resilience.certainty = certain")]
    [InlineData("distpatterns.certainty = certain\ndistpatterns.transactions.certainty = any")]
    public Task What_another_family_or_only_the_others_are_asked_changes_nothing(string option) =>
        Rule(option).Reports(Shop.Replace("{|#0:SendMailAsync|}", "[|SendMailAsync|]"));
}
