using DistPatterns.Crash.Chaos;
using DistPatterns.Inbox;
using DistPatterns.Outbox;
using DistPatterns.Sagas;
using Npgsql;

namespace DistPatterns.Crash.Clocks;

/// <summary>
/// The database of processes whose clocks differ. It judges by its own clock, as they should: each grant of the lease by a trigger, each timer by when it
/// was set and when it fired.
/// </summary>
internal sealed class ClockedDatabase : IAsyncDisposable
{
    public const string Ahead = "ahead", Behind = "behind";

    private const string Tables = """
        create table clock (process text not null, ahead interval not null);
        create table begun (id text primary key);
        create table timer (id text primary key, due timestamptz not null);
        create table fired (id text not null, at timestamptz not null default pg_catalog.clock_timestamp());
        create table granted (
          id bigint generated always as identity, process text not null, token bigint not null, is_early boolean not null, lasts interval not null);
        create function judge_grant() returns trigger language plpgsql as $$ begin
          if tg_op = 'INSERT' or new.token <> old.token then
            insert into granted (process, token, is_early, lasts) values (
              current_setting('application_name'), new.token,
              tg_op = 'UPDATE' and coalesce(old.expires_at > pg_catalog.clock_timestamp(), false), new.expires_at - pg_catalog.clock_timestamp());
          end if;
          return null;
        end $$;
        create trigger judge_grant after insert or update on dp_lease for each row execute function judge_grant();
        """;

    // found before those of pg_catalog by processes that look there last
    private const string OwnClocks = """
        create function clock_timestamp() returns timestamptz language sql as $$ select pg_catalog.clock_timestamp() + cast(current_setting('clock.ahead') as interval) $$;
        create function statement_timestamp() returns timestamptz stable language sql as $$
          select pg_catalog.statement_timestamp() + cast(current_setting('clock.ahead') as interval) $$;
        """;

    private const string NotFired = "select count(*) from (select id from begun except select id from fired) as n";

    // each of them a count that must not be zero
    private static readonly (string What, string Sql)[] Counts =
    [
        ("leases granted to a process that is ahead", $"select count(*) from granted where process = '{Ahead}'"),
        ("leases granted to one that is behind", $"select count(*) from granted where process = '{Behind}'"),
        ("timers set", "select count(*) from begun"),
        ("messages sent", Ledger.Sent),
    ];

    // each of them a count that must be zero; a timer that goes by a clock that is behind is late by as much, and one that waits for a busy machine is not
    private static (string What, string Sql)[] Wrongs(TimeSpan by) =>
    [
        ("processes with another clock than they were to have",
            $"select count(*) from clock where abs(extract(epoch from ahead) - case process when '{Ahead}' then {by.TotalSeconds} else -{by.TotalSeconds} end) > 60"),
        ("leases granted before the former one had expired", "select count(*) from granted where is_early"),
        ("leases that expire at another time than the database's", "select count(*) from granted where lasts not between interval '-1 min' and interval '1 min'"),
        ("fencing tokens that are not larger", "select count(*) from (select token, lag(token) over (order by id) as before from granted) as g where token <= before"),
        ("writes under a smaller token after a larger one", "select count(*) from (select token, lag(token) over (order by id) as before from entry) as e where token < before"),
        ("timers that did not fire", NotFired),
        ("timers that fired twice", "select count(*) from (select 1 from fired group by id having count(*) > 1) as t"),
        ("timers that fired early", "select count(*) from timer join fired using (id) where at < due"),
        ("timers that fired as late as the clocks differ", $"select count(*) from timer join fired using (id) where at > due + interval '{by.TotalSeconds} s'"),
        ("messages lost", Ledger.Missing),
        ("messages handled twice", Ledger.Doubled),
        ("messages out of order", Ledger.Turned),
    ];

    private readonly ControlledDatabase _database;
    private readonly Mutation _mutation;

    private ClockedDatabase(ControlledDatabase database, Mutation mutation) => (_database, _mutation) = (database, mutation);

    public static async Task<ClockedDatabase> CreateAsync(string server, Mutation mutation, CancellationToken cancellationToken)
    {
        var database = await ControlledDatabase.CreateAsync(server, $"clocks_{Guid.NewGuid():n}");
        foreach (var schema in new[] { PostgresOutbox.Schema(), PostgresInbox.Schema, PostgresSagas.Schema })
        {
            await schema.CreateAsync(database.Source, cancellationToken);
        }

        await new FencedBook(database.Source, Mutation.None).CreateAsync();
        await database.ExecuteAsync(Ledger.Tables + Tables + (mutation == Mutation.OwnClock ? OwnClocks : ""));
        return new(database, mutation);
    }

    /// <summary>What a process is asked to do whose clock is ahead by so much.</summary>
    public ChildTask TaskOf(string process, TimeSpan ahead)
    {
        // a process under libfaketime takes long to connect on a busy machine
        var connection = new NpgsqlConnectionStringBuilder(_database.Connection) { ApplicationName = process, Timeout = 30 };
        if (_mutation == Mutation.OwnClock)
        {
            (connection.SearchPath, connection.Options) = ("public,pg_catalog", $"-c clock.ahead={ahead.TotalSeconds}s");
        }

        return new(new("postgres", connection.ConnectionString), Port: 0, CrashPoint.None, After: 0, _mutation);
    }

    /// <summary>Waits until all that was sent is handled and all timers have fired; what has not by then is lost.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await _database.UntilNoneAsync(Ledger.Missing, cancellationToken);
        await _database.UntilNoneAsync(NotFired, cancellationToken);
    }

    /// <summary>What became of all of it.</summary>
    /// <param name="by">How far the clocks were to be from that of the database.</param>
    /// <returns>Each count, and whether it is as it must be.</returns>
    public async Task<IReadOnlyList<(string What, long Count, bool Holds)>> CountAsync(TimeSpan by)
    {
        var result = new List<(string, long, bool)>();
        foreach (var (what, sql) in Counts)
        {
            var count = await _database.CountAsync(sql);
            result.Add((what, count, count > 0));
        }

        foreach (var (what, sql) in Wrongs(by))
        {
            var count = await _database.CountAsync(sql);
            result.Add((what, count, count == 0));
        }

        return result;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
