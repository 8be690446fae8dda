using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Transactions;

/// <summary>A relay is known by what it does: it sends rows and then marks or removes them, so that none is lost and some are sent twice.</summary>
public sealed class DualWriteRelayTests
{
    private const string Post = """
        using Dapper;
        using MassTransit;
        using Microsoft.EntityFrameworkCore;

        public enum Stage { New, Done }
        public record Mail(string Body);
        public class Letter
        {
            public int Id { get; set; }
            public string Body { get; set; } = "";
            public DateTime? SentAt { get; set; }
            public Stage Stage { get; set; }
            public void Finish() => SentAt = DateTime.UtcNow;
        }
        public class Post : DbContext { public DbSet<Letter> Letters => Set<Letter>(); }

        """;

    private static RuleTest Rule => RuleTest.Of<DualWrite>();

    private static string Worker(string body) => Post + $$"""
        class LetterWorker(Post db, IBus bus, System.Data.Common.DbConnection connection)
        {
            public async Task Run(CancellationToken stop)
            {
                {{body}}
                await connection.CloseAsync();
            }

            private Task<List<Letter>> Unsent() => db.Letters.Where(l => l.SentAt == null).ToListAsync();

            private async Task Mark(Letter letter) { letter.SentAt = DateTime.UtcNow; await db.SaveChangesAsync(); }
        }
        """;

    private const string EachUnsent = "foreach (var l in await db.Letters.Where(l => l.SentAt == null).ToListAsync(stop))";

    [Theory]
    [InlineData(EachUnsent + " { await bus.Publish(new Mail(l.Body), stop); l.SentAt = DateTime.UtcNow; await db.SaveChangesAsync(stop); }")]
    [InlineData(EachUnsent + " { l.SentAt = DateTime.UtcNow; await bus.Publish(new Mail(l.Body), stop); await db.SaveChangesAsync(stop); }")]
    [InlineData(EachUnsent + " { await bus.Publish(new Mail(l.Body), stop); l.Finish(); await db.SaveChangesAsync(stop); }")]
    [InlineData(EachUnsent + " { await bus.Publish(new Mail(l.Body), stop); await Mark(l); }")]
    [InlineData(EachUnsent + " { await bus.Publish(new Mail(l.Body), stop); db.Remove(l); await db.SaveChangesAsync(stop); }")]
    [InlineData(EachUnsent + " { await bus.Publish(new Mail(l.Body), stop); await db.Letters.Where(x => x.Id == l.Id).ExecuteDeleteAsync(stop); }")]
    [InlineData(EachUnsent + " { await bus.Publish(new Mail(l.Body), stop); await db.Letters.Where(x => x.Id == l.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SentAt, DateTime.UtcNow), stop); }")]
    [InlineData(EachUnsent + " { var mail = new Mail(l.Body); await bus.Publish(mail, stop); l.SentAt = DateTime.UtcNow; } await db.SaveChangesAsync(stop);")]
    [InlineData("foreach (var l in await Unsent()) { await bus.Publish(new Mail(l.Body), stop); l.SentAt = DateTime.UtcNow; await db.SaveChangesAsync(stop); }")]
    [InlineData("foreach (var l in db.Letters.Where(l => l.Stage == Stage.New).ToList()) { await bus.Publish(new Mail(l.Body), stop); l.Stage = Stage.Done; await db.SaveChangesAsync(stop); }")]
    [InlineData("while (await db.Letters.FirstOrDefaultAsync(l => l.SentAt == null, stop) is { } l) { await bus.Publish(new Mail(l.Body), stop); l.SentAt = DateTime.UtcNow; await db.SaveChangesAsync(stop); }")]
    [InlineData("var all = await Unsent(); await bus.PublishBatch(all.Select(l => new Mail(l.Body)), stop); foreach (var l in all) l.SentAt = DateTime.UtcNow; await db.SaveChangesAsync(stop);")]
    [InlineData("""foreach (var l in await connection.QueryAsync<Letter>("select * from letter where sent_at is null")) { await bus.Publish(new Mail(l.Body), stop); await connection.ExecuteAsync("update letter set sent_at = now() where id = @Id", l); }""")]
    [InlineData("""foreach (var l in await connection.QueryAsync<Letter>("select * from letter")) { await bus.Publish(new Mail(l.Body), stop); await connection.ExecuteAsync("delete from letter where id = @Id", l); }""")]
    public Task Rows_that_are_read_sent_and_marked_are_the_second_half_of_an_outbox(string body) => Rule.StaysSilent(Worker(body));

    [Fact]
    public Task A_method_that_is_called_for_each_row_is_part_of_the_loop() => Rule.StaysSilent(Worker("foreach (var l in await Unsent()) await Send(l);").Replace(
        "private async Task Mark(", """
        private async Task Send(Letter letter)
            {
                await bus.Publish(new Mail(letter.Body));
                letter.SentAt = DateTime.UtcNow;
                await db.SaveChangesAsync();
            }

            private async Task Mark(
        """));

    [Fact]
    public Task A_relay_may_read_its_rows_through_another_type() => Rule.StaysSilent(Post + """
        class Letters(Post db) { public Task<List<Letter>> Unsent() => db.Letters.Where(l => l.SentAt == null).ToListAsync(); }
        class LetterWorker(Letters letters, Post db, IBus bus)
        {
            public async Task Run()
            {
                foreach (var l in await letters.Unsent())
                {
                    await bus.Publish(new Mail(l.Body));
                    l.SentAt = DateTime.UtcNow;
                    await db.SaveChangesAsync();
                }
            }
        }
        """);

    [Fact]
    public Task Rows_of_another_type_that_are_read_without_asking_for_the_mark_are_reported() => Rule.Reports(Post + """
        class Letters(Post db) { public Task<List<Letter>> All() => db.Letters.ToListAsync(); }
        class LetterWorker(Letters letters, Post db, IBus bus)
        {
            public async Task Run()
            {
                foreach (var l in await letters.All())
                {
                    await bus.[|Publish|](new Mail(l.Body));
                    l.SentAt = DateTime.UtcNow;
                    await db.SaveChangesAsync();
                }
            }
        }
        """);

    [Theory]
    [InlineData(EachUnsent + " { l.SentAt = DateTime.UtcNow; await db.SaveChangesAsync(stop); await bus.[|Publish|](new Mail(l.Body), stop); }")]
    [InlineData(EachUnsent + " { await Mark(l); await bus.[|Publish|](new Mail(l.Body), stop); }")]
    public Task Rows_that_are_marked_before_they_are_sent_are_lost(string body) => Rule.Reports(Worker(body));

    [Theory]
    [InlineData("var l = await db.Letters.FirstAsync(l => l.Id == 1 && l.Stage == Stage.New, stop); await bus.[|Publish|](new Mail(l.Body), stop); l.Stage = Stage.Done; await db.SaveChangesAsync(stop);")]
    [InlineData("foreach (var l in db.Letters.Where(l => l.Stage == Stage.New).ToList()) { await bus.[|Publish|](new Mail(l.Body), stop); l.Body = ``; await db.SaveChangesAsync(stop); }")]
    [InlineData("foreach (var l in db.Letters.OrderBy(l => l.Stage).ToList()) { await bus.[|Publish|](new Mail(l.Body), stop); l.Stage = Stage.Done; await db.SaveChangesAsync(stop); }")]
    [InlineData("foreach (var l in db.Letters.Where(l => l.SentAt == null).ToList()) { await bus.[|Publish|](new Mail(``), stop); db.Add(new Letter()); await db.SaveChangesAsync(stop); }")]
    public Task One_row_that_is_changed_and_told_of_or_rows_that_nothing_reads_again_are_reported(string body) =>
        Rule.Reports(Worker(body.Replace("``", "\"\"")));
}
