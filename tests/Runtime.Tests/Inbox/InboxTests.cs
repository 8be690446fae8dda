using DistPatterns.Inbox;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;

namespace DistPatterns.Runtime.Tests.Inbox;

public sealed class InboxTests
{
    private readonly SqlInbox _inbox = new();
    private readonly Guid _id = Guid.CreateVersion7();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_message_is_accepted_once_by_each_consumer(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);

        Assert.Equal(InboxAdmission.Accepted, await BeginAsync(database, "inventory", _id));
        Assert.Equal(InboxAdmission.Duplicate, await BeginAsync(database, "inventory", _id));
        Assert.Equal(InboxAdmission.Accepted, await BeginAsync(database, "billing", _id));
        Assert.Equal(InboxAdmission.Accepted, await BeginAsync(database, "inventory", Guid.NewGuid()));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task What_is_rolled_back_was_not_handled(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        await using (var lost = await database.BeginAsync())
        {
            await _inbox.TryBeginAsync(lost.Transaction, "inventory", _id, Cancel);
        }

        Assert.Equal(InboxAdmission.Accepted, await BeginAsync(database, "inventory", _id));
    }

    [Theory]
    [InlineData(Engine.Postgres, true)]
    [InlineData(Engine.Postgres, false)]
    [InlineData(Engine.Sqlite, true)]
    [InlineData(Engine.Sqlite, false)]
    public async Task A_copy_waits_for_the_first_and_goes_by_how_it_ends(Engine engine, bool commits)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        var first = await database.BeginAsync();
        await _inbox.TryBeginAsync(first.Transaction, "inventory", _id, Cancel);

        var second = Task.Run(() => BeginAsync(database, "inventory", _id), Cancel);
        await UntilItWaitsAsync(database);
        Assert.False(second.IsCompleted);
        if (commits)
        {
            await first.CommitAsync();
        }

        await first.DisposeAsync();
        Assert.Equal(commits ? InboxAdmission.Duplicate : InboxAdmission.Accepted, await second);
    }

    // SQLite cannot say who waits; there the second is merely likely to
    private static async Task UntilItWaitsAsync(PatternDatabase database)
    {
        while (database.Engine == Engine.Postgres
            && await database.QueryAsync("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into dp_inbox%' and pid in (select pid from pg_locks where relation = 'dp_inbox'::regclass)") is 0L)
        {
            Cancel.ThrowIfCancellationRequested();
        }
    }

    private Task<InboxAdmission> BeginAsync(PatternDatabase database, string consumer, Guid id) =>
        database.InTransactionAsync(t => _inbox.TryBeginAsync(t, consumer, id, Cancel));
}
