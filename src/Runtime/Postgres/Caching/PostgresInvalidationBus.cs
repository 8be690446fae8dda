using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace DistPatterns.Caching;

/// <summary>Spreads invalidations with NOTIFY. It listens on a connection of its own, and says "gap" whenever that connection has been made anew.</summary>
/// <remarks>
/// When the host has started it listens, unless the database was away: then it begins, with a gap, once that is back.
/// A NOTIFY is sent by itself, after the business transaction: inside of it, it would take a lock that all commits wait for.
/// LISTEN needs a session: through PgBouncer in transaction mode nothing arrives.
/// </remarks>
internal sealed partial class PostgresInvalidationBus(
    NpgsqlDataSource source, IOptions<PostgresInvalidationBusOptions> options, TimeProvider time, ILogger<PostgresInvalidationBus> logger)
    : BackgroundService, IInvalidationBus
{
    private readonly TaskCompletionSource _attempted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableList<Subscription> _subscriptions = [];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The key does not fit into a notification, 8000 bytes.</exception>
    public async ValueTask PublishAsync(CacheInvalidation invalidation, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select pg_notify($1, $2)");
        command.Parameters.Add(new() { Value = options.Value.Channel });
        command.Parameters.Add(new() { Value = Notification.Write(invalidation) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public IDisposable Subscribe(Action<CacheInvalidation> received, Action gap)
    {
        var subscription = new Subscription(this, received, gap);
        ImmutableInterlocked.Update(ref _subscriptions, static (all, added) => all.Add(added), subscription);
        return subscription;
    }

    /// <summary>Starts, and waits for the first attempt to listen.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await _attempted.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                _attempted.TrySetResult();
                ConnectionLost(e, options.Value.ReconnectDelay);
                await Task.Delay(options.Value.ReconnectDelay, time, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, args) => Receive(args.Payload);
        await using (var listen = new NpgsqlCommand($"listen {options.Value.Channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);
        if (!_attempted.TrySetResult()) // from here on nothing is missed; before, something may have been
            _subscriptions.ForEach(s => s.Gap());
        while (true)
        {
            if (await connection.WaitAsync(options.Value.KeepAlive, cancellationToken))
                continue;
            await using var test = new NpgsqlCommand("select 1", connection);
            await test.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private void Receive(string payload)
    {
        if (!Notification.TryRead(payload, out var invalidation))
        {
            NotOurs(options.Value.Channel);
            return;
        }

        _subscriptions.ForEach(s => s.Received(invalidation));
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The connection that listens for cache invalidations is lost; "
            + "until it is back, this node may serve stale values. Next attempt in {Delay}.")]
    private partial void ConnectionLost(Exception exception, TimeSpan delay);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A notification on channel {Channel} is no cache invalidation; somebody else uses the channel.")]
    private partial void NotOurs(string channel);

    private sealed class Subscription(PostgresInvalidationBus bus, Action<CacheInvalidation> received, Action gap) : IDisposable
    {
        public Action<CacheInvalidation> Received { get; } = received;

        public Action Gap { get; } = gap;

        public void Dispose() => ImmutableInterlocked.Update(ref bus._subscriptions, static (all, gone) => all.Remove(gone), this);
    }
}
