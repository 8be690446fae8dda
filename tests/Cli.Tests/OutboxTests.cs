using DistPatterns.Cli.Tests.Testing;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Cli.Tests;

public sealed class OutboxTests : IDisposable
{
    private readonly TempRepository _folder = new();

    private string Connection => $"Data Source={Path.Combine(_folder.Root, "shop.db")};Pooling=False";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("say --postgres or --sqlite", "outbox", "list")]
    [InlineData("say --postgres or --sqlite", "outbox", "list", "--sqlite", "Data Source=a", "--postgres", "Host=b")]
    [InlineData("--id for some, or --all", "outbox", "discard", "--sqlite", "Data Source=a")]
    [InlineData("--id for some, or --all", "outbox", "replay", "--sqlite", "Data Source=a", "--all", "--id", "019a0000-0000-7000-8000-000000000000")]
    [InlineData("'x'", "outbox", "replay", "--sqlite", "Data Source=a", "--id", "x")]
    [InlineData("the connection string is not one", "outbox", "list", "--sqlite", "nonsense")]
    [InlineData("the outbox cannot be read", "outbox", "list", "--postgres", "Host=127.0.0.1;Port=1;Timeout=1")]
    public async Task What_cannot_be_done_is_said(string named, params string[] args)
    {
        var run = await ToolRun.Of(args);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(named, run.Error);
    }

    [Fact]
    public async Task Parked_messages_are_listed_replayed_and_discarded()
    {
        await using var source = new SqliteDataSource(Connection);
        await CreateTablesAsync();
        Assert.Equal((0, "no message is parked\n"), await Run("list"));
        var first = await ParkAsync(source, 1);
        await ParkAsync(source, 2);

        var (exit, table) = await Run("list");
        Assert.Equal(1, exit);
        Assert.Contains(first.ToString(), table);
        Assert.Contains("[no] route", table);
        Assert.Contains("order-1", table);

        Assert.Equal((0, "1 of 1 messages put back into the outbox\n"), await Run("replay", "--id", $"{first}"));
        Assert.Equal((1, "0 of 1 messages put back into the outbox\n"), await Run("replay", "--id", $"{first}"));
        Assert.Equal((0, "1 of all parked messages discarded\n"), await Run("discard", "--all"));
        Assert.Equal((0, "no message is parked\n"), await Run("list"));
    }

    [Fact]
    public async Task Tables_of_an_older_version_are_not_touched_and_the_way_out_is_said()
    {
        await using var source = new SqliteDataSource(Connection);
        await CreateTablesAsync();
        await using var command = source.CreateCommand("drop table dp_outbox_held; update dp_schema set version = 1");
        await command.ExecuteNonQueryAsync(Cancel);

        var run = await ToolRun.Of("outbox", "replay", "--sqlite", Connection, "--all");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("the tables of 'outbox' in version 1", run.Error);
        Assert.Contains("or use the version of this tool", run.Error);
    }

    public void Dispose() => _folder.Dispose();

    private async Task CreateTablesAsync()
    {
        await using var services = new ServiceCollection().AddDistPatterns(p => p.UseSqlite(Connection).AddOutbox()).BuildServiceProvider();
        await services.CreateDistPatternsTablesAsync(Cancel);
    }

    private async Task<(int, string)> Run(string action, params string[] more)
    {
        var run = await ToolRun.Of(["outbox", action, "--sqlite", Connection, .. more]);
        Assert.Empty(run.Error);
        return (run.ExitCode, run.Output);
    }

    private static async Task<Guid> ParkAsync(SqliteDataSource source, int number)
    {
        var id = Guid.CreateVersion7();
        await using var command = source.CreateCommand($"""
            insert into dp_outbox_parked (bucket, seq, id, order_key, destination, type, body, enqueued_at, attempts, error, holds_key, parked_at)
            values (1, {number}, '{id.ToString().ToUpperInvariant()}', 'order-{number}', 'orders', 'OrderPlaced', x'', 0, 10, '[no] route', 1, {number})
            """);
        await command.ExecuteNonQueryAsync(Cancel);
        return id;
    }
}
