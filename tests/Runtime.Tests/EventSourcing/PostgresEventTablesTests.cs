using DistPatterns.EventSourcing;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using DistPatterns.Storage;
using Npgsql;

namespace DistPatterns.Runtime.Tests.EventSourcing;

/// <summary>Tables of an earlier version of this library, and roles that may do only what they need.</summary>
public sealed class PostgresEventTablesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Positions_that_were_transaction_ids_go_on_as_what_they_are()
    {
        await using var world = await EventWorld.CreateAsync(Engine.Postgres);
        var before = await world.AppendAsync("a", 0, 1);
        await world.Database.QueryAsync("""
            drop table dp_event_epoch;
            alter table dp_stream alter pos type xid8 using cast(cast(pos as text) as xid8);
            alter table dp_event alter pos type xid8 using cast(cast(pos as text) as xid8);
            update dp_schema set version = 1 where component = 'events'
            """);

        var error = await Assert.ThrowsAsync<SchemaMismatchException>(async () => await PostgresEventStore.Schema.CheckAsync(world.Database.Source, Cancel));
        Assert.Equal((1, true), (error.Found, error.IsUpgradable));
        await PostgresEventStore.Schema.CreateAsync(world.Database.Source, Cancel);
        await PostgresEventStore.Schema.CheckAsync(world.Database.Source, Cancel);
        await world.AppendAsync("a", 1, 2);

        Assert.Equal("a1 a2", (await EventWorld.ReadOnAsync(world.Store, Position.Start, count: 2)).Text);
        Assert.Equal("a2", (await EventWorld.ReadOnAsync(world.Store, before.Position, count: 1)).Text);
    }

    [Fact]
    public async Task A_role_that_may_read_and_write_the_tables_begins_an_epoch_appends_and_reads()
    {
        await using var world = await EventWorld.CreateAsync(Engine.Postgres);
        var role = $"r_{Guid.NewGuid():n}";
        await world.Database.QueryAsync($"""
            delete from dp_event_epoch; create role {role};
            do $$ begin
              execute format('grant usage on schema %I to {role}', current_schema());
              execute format('grant select, insert, update on all tables in schema %I to {role}', current_schema());
            end $$
            """);
        var settings = new NpgsqlConnectionStringBuilder(world.Database.Source.ConnectionString) { Options = $"-c role={role}" };
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        var plain = EventWorld.Over(PatternDatabase.Over(source));
        try
        {
            Assert.Equal(false, await plain.Database.QueryAsync("select rolsuper from pg_roles where rolname = current_role"));
            await PostgresEventStore.Schema.CheckAsync(source, Cancel);
            await plain.AppendAsync("a", 0, 1);
            Assert.Equal("a1", (await EventWorld.ReadOnAsync(plain.Store, Position.Start, count: 1)).Text);
        }
        finally
        {
            await world.Database.QueryAsync($"drop owned by {role}; drop role {role}");
        }
    }
}
