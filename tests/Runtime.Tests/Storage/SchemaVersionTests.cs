using DistPatterns.Coordination;
using DistPatterns.EventSourcing;
using DistPatterns.Inbox;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Partitioning;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using DistPatterns.Runtime.Tests.Outbox;
using DistPatterns.Sagas;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OutboxDatabase = DistPatterns.Runtime.Tests.Outbox.OutboxDatabase;

namespace DistPatterns.Runtime.Tests.Storage;

/// <summary>Databases whose tables an older or a newer version of this library has made.</summary>
public sealed class SchemaVersionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_host_does_not_start_over_tables_of_an_older_version_and_says_the_way_out(Engine engine)
    {
        await using var database = await OutboxOfVersion1Async(engine);
        using var host = Host(database);

        var error = await Assert.ThrowsAsync<SchemaMismatchException>(() => host.StartAsync(Cancel));

        Assert.Equal(("outbox", 2, 1, true), (error.Component, error.Needed, error.Found, error.IsUpgradable));
        Assert.Equal(
            "The database has the tables of 'outbox' in version 1, and this library needs version 2: "
            + "stop the programs that use them, then call CreateDistPatternsTablesAsync once, or run StoreSchema.Script: it adds what is missing.", error.Message);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task That_way_leads_out_and_what_waited_is_sent(Engine engine)
    {
        await using var database = await OutboxOfVersion1Async(engine);
        await database.CommitAsync(Messages.Of("from before"));
        var transport = new ScriptedTransport();
        using var host = Host(database, transport);

        await host.Services.CreateDistPatternsTablesAsync(Cancel);
        await host.Services.CreateDistPatternsTablesAsync(Cancel); // as a program does at each start
        await host.StartAsync(Cancel);

        await transport.UntilAsync(() => transport.Arrived.Count == 1);
        Assert.Equal("from before", Messages.Text(transport.Arrived.Single()));
        await host.StopAsync(Cancel);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Tables_of_a_newer_version_stay_what_they_are(Engine engine)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        await database.Source.QueryAsync("update dp_schema set version = 3");

        var error = await Assert.ThrowsAsync<SchemaMismatchException>(async () => await database.Services.CreateDistPatternsTablesAsync(Cancel));

        Assert.EndsWith("needs version 2: run a version of this library that knows them.", error.Message, StringComparison.Ordinal);
        Assert.Equal(3L, Convert.ToInt64(await database.Source.QueryAsync("select version from dp_schema")));
    }

    /// <summary>
    /// A script that has changed makes other tables than those that are there: raise its version, let it say from which it upgrades, and put the line that
    /// this test shows in the place of the old one.
    /// </summary>
    [Fact]
    public void No_script_changes_without_its_version()
    {
        (string Engine, StoreSchema[] Schemas)[] all =
        [
            ("postgres", [PostgresOutbox.Schema(), PostgresInbox.Schema, PostgresSagas.Schema, PostgresEventStore.Schema, PostgresLeaseStore.Schema]),
            ("sqlite", [SqliteOutbox.Schema(), SqliteInbox.Schema, SqliteSagas.Schema, SqliteEventStore.Schema, SqliteLeaseStore.Schema]),
            ("either", [Fence.Schema]),
        ];
        Assert.Equal(
            """
            postgres outbox 2 1646535b078654c2
            postgres inbox 1 f3255365ca3dddb1
            postgres sagas 1 d9eef253c1d97086
            postgres events 2 b3b2f302dec9e2e8
            postgres lease 1 c92cc5e0b0093263
            sqlite outbox 2 d81ce7c17073a3bb
            sqlite inbox 1 aa543e33ee5e5d65
            sqlite sagas 1 a1447d86f718c77b
            sqlite events 2 011dbb8985f45f9d
            sqlite lease 1 a2f40125757ace38
            either fence 1 cddde355f2eb62e4
            """,
            string.Join('\n', all.SelectMany(e => e.Schemas.Select(s => $"{e.Engine} {s.Component} {s.Version} {StableHash.Of(s.Script):x16}"))));
    }

    // what it had then is what it has now, but for what was added since
    private static async Task<OutboxDatabase> OutboxOfVersion1Async(Engine engine)
    {
        var database = await OutboxDatabase.CreateAsync(engine);
        await database.Source.QueryAsync("drop table dp_outbox_held; drop table dp_outbox_postponed; update dp_schema set version = 1");
        return database;
    }

    private static IHost Host(OutboxDatabase database, IOutboxTransport? transport = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDistPatterns(p =>
        {
            database.Use(p);
            p.AddOutbox(o => o.PollInterval = TimeSpan.FromMilliseconds(20)).Services.AddSingleton(transport ?? new ScriptedTransport());
        });
        return builder.Build();
    }
}
