using System.Data.Common;
using DistPatterns.Coordination;

namespace DistPatterns.Runtime.Tests.Coordination;

/// <summary>A holder is paused past its expiry, so that by its own clock it still holds, and then writes.</summary>
public sealed class FenceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_transaction_of_a_holder_that_was_paused_past_its_expiry_is_refused(Engine engine)
    {
        await using var database = await WithAccountAsync(engine);
        await using var pair = await FormerAndPresentAsync(database);

        await TransactAsync(database, pair.Present, "the next");

        Assert.True(pair.Former.IsHeld); // it cannot know
        await Assert.ThrowsAsync<StaleTokenException>(() => TransactAsync(database, pair.Former, "the former"));
        Assert.Equal("the next", await database.QueryAsync("select owner from account"));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task An_update_of_a_holder_that_was_paused_past_its_expiry_is_refused(Engine engine)
    {
        await using var database = await WithAccountAsync(engine);
        await using var pair = await FormerAndPresentAsync(database);
        const string update = "update account set owner = @by, fence = @fence where id = 1 and fence <= @fence";

        await UpdateAsync(database, update, pair.Present, "the next");

        await Assert.ThrowsAsync<StaleTokenException>(() => UpdateAsync(database, update, pair.Former, "the former"));
        await UpdateAsync(database, update, pair.Present, "the next again");
        Assert.Equal("the next again", await database.QueryAsync("select owner from account"));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Without_the_predicate_its_update_is_taken(Engine engine)
    {
        await using var database = await WithAccountAsync(engine);
        await using var pair = await FormerAndPresentAsync(database);
        const string unfenced = "update account set owner = @by, fence = @fence where id = 1";

        await UpdateAsync(database, unfenced, pair.Present, "the next");
        await UpdateAsync(database, unfenced, pair.Former, "the former");

        Assert.Equal("the former", await database.QueryAsync("select owner from account"));
    }

    [Fact]
    public async Task An_update_that_does_not_mention_the_fence_is_refused_before_it_runs()
    {
        await using var database = await WithAccountAsync(Engine.Sqlite);
        await using var command = database.Source.CreateCommand("update account set owner = 'anybody'");
        await Assert.ThrowsAsync<ArgumentException>(async () => await Fence.UpdateAsync(command, 1, Cancel));
        Assert.Equal("nobody", await database.QueryAsync("select owner from account"));
    }

    /// <summary>The former holder's clock stands still, and with it its renewals; the database's goes on.</summary>
    private static async Task<Pair> FormerAndPresentAsync(LeaseDatabase database)
    {
        var options = new LeaseOptions { Ttl = TimeSpan.FromMilliseconds(300), PollInterval = TimeSpan.FromMilliseconds(10) };
        var former = await new LeaseClient(database.Store, options, new Microsoft.Extensions.Time.Testing.FakeTimeProvider()).AcquireAsync("accounts", Cancel);
        var present = await new LeaseClient(database.Restarted(), new() { PollInterval = options.PollInterval }).AcquireAsync("accounts", Cancel);
        Assert.True(present.Token > former.Token);
        return new(former, present);
    }

    private static async Task<LeaseDatabase> WithAccountAsync(Engine engine)
    {
        var database = await LeaseDatabase.CreateAsync(engine);
        await database.QueryAsync("create table account (id integer primary key, owner text not null, fence bigint not null default 0)");
        await database.QueryAsync("insert into account (id, owner) values (1, 'nobody')");
        return database;
    }

    private static async Task TransactAsync(LeaseDatabase database, Lease lease, string by)
    {
        await using var connection = await database.Source.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await Fence.EnterAsync(transaction, "account/1", lease.Token, Cancel);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "update account set owner = @by where id = 1";
        By(command, by);
        await command.ExecuteNonQueryAsync(Cancel);
        await transaction.CommitAsync(Cancel);
    }

    private static async Task UpdateAsync(LeaseDatabase database, string sql, Lease lease, string by)
    {
        await using var command = database.Source.CreateCommand(sql);
        By(command, by);
        await Fence.UpdateAsync(command, lease.Token, Cancel);
    }

    private static void By(DbCommand command, string by)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("by", by);
        command.Parameters.Add(parameter);
    }

    private sealed record Pair(Lease Former, Lease Present) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Former.DisposeAsync();
            await Present.DisposeAsync();
        }
    }
}
