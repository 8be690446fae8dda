using DistPatterns.EventSourcing;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DistPatterns.Runtime.Tests.EventSourcing.Moves;

/// <summary>A database with events and a read model in a cluster, and its ways into another.</summary>
internal sealed class EventDatabase(PostgresCluster cluster, string name) : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(1);

    public string Name => name;

    public EventWorld World { get; } = EventWorld.Over(PatternDatabase.Over(cluster.Open(name)));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<EventDatabase> CreateAsync(PostgresCluster cluster)
    {
        var database = new EventDatabase(cluster, await cluster.CreateDatabaseAsync());
        await database.World.Database.CreateTablesAsync();
        await database.QueryAsync(NotingProjection.Table);
        return database;
    }

    /// <summary>Dumps it with pg_dump and restores it with pg_restore, into a database that is new unless it is given.</summary>
    public async Task<EventDatabase> RestoreIntoAsync(PostgresCluster target, EventDatabase? into = null, params string[] restore)
    {
        var dump = $"dump-{Guid.NewGuid():n}";
        into ??= new(target, await target.CreateDatabaseAsync());
        await PostgresPrograms.RunAsync("pg_dump", [.. cluster.Address, "-Fc", "-f", dump, name]);
        await PostgresPrograms.RunAsync("pg_restore", [.. target.Address, "-d", into.Name, "--exit-on-error", .. restore, dump]);
        return into;
    }

    public Task<AppendResult> AppendAsync(string stream, long expected, params int[] numbers) => World.AppendAsync(stream, expected, numbers);

    /// <summary>Runs a process with the projection until it has come to a position; all that the projection has noted, ever.</summary>
    public async Task<string> ProjectAsync<TProjection>(Position until) where TProjection : NotingProjection
    {
        using var host = Process<TProjection>();
        await host.StartAsync(Cancel);
        await host.Services.GetRequiredKeyedService<Projection>(typeof(TProjection).Name).WaitAsync(until, Cancel).AsTask().WaitAsync(Never, Cancel);
        await host.StopAsync(Cancel);
        return (string)(await QueryAsync($"select numbers from noted where projection = '{typeof(TProjection).Name}'"))!;
    }

    public async Task<(string Continued, string Rebuilt)> ProjectBothAsync(Position until) =>
        (await ProjectAsync<Continued>(until), await ProjectAsync<Rebuilt>(until));

    /// <summary>Starts a process and stops it.</summary>
    public async Task StartProcessAsync()
    {
        using var host = World.Database.Host(d => d.AddMessage<Counted>().AddEventStore());
        await host.StartAsync(Cancel);
        await host.StopAsync(Cancel);
    }

    /// <summary>What a reader sees after a position, stream by version, once that is so many events.</summary>
    public async Task<string> ReadAfterAsync(Position after, int count) => (await EventWorld.ReadOnAsync(World.Store, after, count)).Text;

    public Task<object?> QueryAsync(string sql) => World.Database.QueryAsync(sql);

    /// <summary>The position of the last event.</summary>
    public async Task<Position> LastPositionAsync()
    {
        var token = (string)(await QueryAsync("select pos || '.' || seq from dp_event order by pos desc, seq desc limit 1"))!;
        Assert.True(Position.TryParse(token, out var last));
        return last;
    }

    /// <summary>How often the events have begun anew in a cluster.</summary>
    public async Task<long> EpochAsync() => (long)(await QueryAsync("select base >> 48 from dp_event_epoch"))!;

    public async Task<long> NextTransactionAsync() =>
        (long)(await QueryAsync("select cast(cast(pg_snapshot_xmax(pg_current_snapshot()) as text) as bigint)"))!;

    public ValueTask DisposeAsync() => World.DisposeAsync();

    private IHost Process<TProjection>() where TProjection : NotingProjection => World.Database.Host(d => d.AddMessage<Counted>().AddProjection<TProjection>(
        typeof(TProjection).Name, o => (o.PollInterval, o.MaxRetryDelay) = (Soon, Soon)));
}
