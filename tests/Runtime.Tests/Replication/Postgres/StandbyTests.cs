using DistPatterns.Replication;
using DistPatterns.Runtime.Tests.Databases;
using Npgsql;

namespace DistPatterns.Runtime.Tests.Replication;

/// <summary>On a real primary and a streaming standby of it, which <c>DISTPATTERNS_TEST_POSTGRES_STANDBY</c> names.</summary>
public sealed class StandbyTests
{
    private const string Variable = "DISTPATTERNS_TEST_POSTGRES_STANDBY";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_reads_its_own_write_from_a_standby_once_that_has_applied_it()
    {
        await using var primary = await PostgresDatabase.CreateAsync();
        await using var standby = Standby(primary);
        await using var reader = await standby.OpenConnectionAsync(Cancel);
        var session = await WriteAsync(primary, "create table notes (text text)");
        Assert.True(await reader.WaitForAsync(session, TimeSpan.FromSeconds(30), cancellationToken: Cancel));

        await ExecuteAsync(reader, "select pg_wal_replay_pause()");
        try
        {
            session = session.After(await WriteAsync(primary, "insert into notes values ('mine')"));
            Assert.False(await reader.WaitForAsync(session, TimeSpan.FromMilliseconds(100), cancellationToken: Cancel));
            Assert.Equal(0L, await ExecuteAsync(reader, "select count(*) from notes"));
        }
        finally
        {
            await ExecuteAsync(reader, "select pg_wal_replay_resume()");
        }

        Assert.True(await reader.WaitForAsync(session, TimeSpan.FromSeconds(30), cancellationToken: Cancel));
        Assert.Equal(1L, await ExecuteAsync(reader, "select count(*) from notes"));
        Assert.True(await reader.GetLogPositionAsync(Cancel) >= session.Position);
    }

    [Fact]
    public async Task A_router_sends_a_session_to_the_standby_as_soon_as_that_has_its_write()
    {
        await using var primary = await PostgresDatabase.CreateAsync();
        await using var standby = Standby(primary);
        var router = new ReplicaRouter<NpgsqlDataSource>(primary.Source, [standby], new PostgresReplicationProbe(), new() { ProbeTimeout = TimeSpan.FromSeconds(30) });
        var session = await WriteAsync(primary, "create table notes (text text)");
        Assert.Same(primary.Source, router.Route(ConsistencyModel.Session, session).Node);

        await using (var reader = await standby.OpenConnectionAsync(Cancel))
        {
            Assert.True(await reader.WaitForAsync(session, TimeSpan.FromSeconds(30), cancellationToken: Cancel));
        }

        await router.ProbeAsync(Cancel);
        Assert.Same(standby, router.Route(ConsistencyModel.Session, session).Node);
        Assert.Same(primary.Source, await router.RouteWriteAsync(session, Cancel));
    }

    private static NpgsqlDataSource Standby(PostgresDatabase primary)
    {
        var standby = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(standby), $"{Variable} is not set: there is no standby of DISTPATTERNS_TEST_POSTGRES to test with.");
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(standby) { SearchPath = new NpgsqlConnectionStringBuilder(primary.ConnectionString).SearchPath }.ConnectionString);
    }

    private static async Task<SessionToken> WriteAsync(PostgresDatabase primary, string sql)
    {
        await using var connection = await primary.Source.OpenConnectionAsync(Cancel);
        await ExecuteAsync(connection, sql);
        return default(SessionToken).After(await connection.GetLogPositionAsync(Cancel));
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }
}
