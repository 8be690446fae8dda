using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace DistPatterns.Outbox;

/// <summary>
/// Tells the other processes of commits, and is told of theirs, with NOTIFY: at most once in ten milliseconds, with a pause of nine times as long as
/// it took where that is longer, up to the poll interval. Never in the business transaction, where it would take a lock that all commits wait for; nor
/// while this process holds all buckets, for then there is nobody to tell. What is lost on the way is found by the poll.
/// </summary>
/// <remarks>It listens on a connection of its own. LISTEN needs a session: through PgBouncer in transaction mode nothing arrives.</remarks>
internal sealed partial class PostgresOutboxWake(
    NpgsqlDataSource source, OutboxSignal signal, IOptions<OutboxOptions> options,
    TimeProvider time, IServiceProviderIsService services, ILogger<PostgresOutboxWake> logger)
    : BackgroundService
{
    public const string Channel = "dp_outbox";
    private static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    private readonly string _self = Guid.NewGuid().ToString("n");

    // the database may be used without the outbox
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => !services.IsService(typeof(OutboxWriter)) ? Task.CompletedTask : Task.WhenAll(
        TellAsync(stoppingToken),
        options.Value.Dispatch ? AgainAndAgainAsync(ListenAsync, stoppingToken) : Task.CompletedTask);

    private Task TellAsync(CancellationToken stoppingToken) => AgainAndAgainAsync(async cancellationToken =>
    {
        while (true)
        {
            await signal.WaitUntilSetAsync(cancellationToken);
            var began = time.GetTimestamp();
            // nothing that a disk should keep
            await using (var command = source.CreateCommand("select pg_notify($1, $2), set_config('synchronous_commit', 'off', true)"))
            {
                command.Parameters.Add(new() { Value = Channel });
                command.Parameters.Add(new() { Value = _self });
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            await Task.Delay(PauseAfter(time.GetElapsedTime(began)), time, cancellationToken);
        }
    }, stoppingToken);

    private TimeSpan PauseAfter(TimeSpan tellingTook) =>
        TimeSpan.FromTicks(Math.Clamp(9 * tellingTook.Ticks, Debounce.Ticks, Math.Max(Debounce.Ticks, options.Value.PollInterval.Ticks)));

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, args) =>
        {
            if (args.Payload != _self)
            {
                signal.Wake();
            }
        };
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        signal.Wake(); // what was told before
        while (true)
        {
            if (!await connection.WaitAsync(KeepAlive, cancellationToken))
            {
                await using var test = new NpgsqlCommand("select 1", connection);
                await test.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    private async Task AgainAndAgainAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await work(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Interrupted(e, options.Value.MaxPollInterval);
                await Task.Delay(options.Value.MaxPollInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    [LoggerMessage(
        20, LogLevel.Warning, "Processes do not hear of each other's messages; the outbox is polled. Next attempt in {Delay}.",
        EventName = "OutboxWakeInterrupted")]
    private partial void Interrupted(Exception exception, TimeSpan delay);
}
