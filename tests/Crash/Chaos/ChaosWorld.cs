using System.Collections.Concurrent;
using System.Diagnostics;
using DistPatterns.Inbox;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Crash.Chaos;

/// <summary>A program with an outbox and two consumers, on a database and queues of its own.</summary>
internal sealed class ChaosWorld : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly List<IHost> _hosts = [];
    private readonly ConcurrentQueue<(string Consumer, long At)> _handled = [];
    private readonly int _rate;
    private readonly double _scale;
    private readonly CancellationToken _cancel;
    private int _hang;

    private ChaosWorld(ControlledDatabase database, ControlledBroker broker, int rate, double scale, CancellationToken cancel) =>
        (Database, Broker, _rate, _scale, _cancel) = (database, broker, rate, scale, cancel);

    public ControlledDatabase Database { get; }

    public ControlledBroker Broker { get; }

    public int Handled => _handled.Count;

    public static async Task<ChaosWorld> CreateAsync(string postgres, Uri rabbitMq, int rate, double scale, CancellationToken cancel)
    {
        var name = $"chaos_{Guid.NewGuid():n}";
        var database = await ControlledDatabase.CreateAsync(postgres, name);
        foreach (var schema in new[] { PostgresOutbox.Schema(), PostgresInbox.Schema })
        {
            await schema.CreateAsync(database.Source, cancel);
        }

        await database.ExecuteAsync(Ledger.Tables);
        return new(database, new ControlledBroker(rabbitMq, name), rate, scale, cancel);
    }

    public Task WaitAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds * _scale), _cancel);

    public async Task ThriceAsync(Func<Task> disturb)
    {
        await disturb();
        for (var i = 0; i < 2; i++)
        {
            await WaitAsync(10);
            await disturb();
        }
    }

    public async Task EachSecondAsync(int seconds, Func<Task> disturb)
    {
        for (var i = 0; i < seconds * _scale; i++)
        {
            await disturb();
            await Task.Delay(TimeSpan.FromSeconds(1), _cancel);
        }
    }

    /// <summary>The next handler hangs for good, whatever becomes of its token.</summary>
    public void HangNext() => _hang = 1;

    public async Task<IHost> StartAsync(bool dispatches, params string[] consumers)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        builder.Services.AddDistPatterns(p =>
        {
            p.UsePostgres(Database.Connection).UseRabbitMq(o => o.Broker = Broker.Address).AddOutbox(o => o.Dispatch = dispatches);
            p.AddMessage<FirstTold>(Broker.DestinationOf(Ledger.First)).AddMessage<SecondTold>(Broker.DestinationOf(Ledger.Second));
            foreach (var consumer in consumers)
            {
                p.AddConsumer(Broker.QueueOf(consumer), c => _ = consumer == Ledger.First
                    ? c.TimeLimit(Limit).Handle<FirstTold>((m, context, _) => HandleAsync(consumer, m.Key, m.Version, context))
                    : c.TimeLimit(Limit).Handle<SecondTold>((m, context, _) => HandleAsync(consumer, m.Key, m.Version, context)));
            }
        });
        var host = builder.Build();
        _hosts.Add(host);
        await Patience.WaitAsync(host.StartAsync(_cancel), "the start of the host");
        foreach (var consumer in host.Services.GetRequiredService<RabbitMqConsumers>().All)
        {
            await Patience.WaitAsync(consumer.Began, $"the first connection of the consumer '{consumer.Name}'", () => consumer.Trouble?.ToString());
        }

        return host;
    }

    public async Task StopAsync(IHost host)
    {
        _hosts.Remove(host);
        await Patience.WaitAsync(host.StopAsync(_cancel), "the stop of the host");
        host.Dispose();
    }

    /// <summary>Stops what still runs.</summary>
    public Task StopAsync() => Task.WhenAll(_hosts.ToArray().Select(StopAsync));

    public ChaosWriter Write()
    {
        var services = _hosts[0].Services;
        return new(Database.Source, services.GetRequiredService<IOutbox>(), services.GetRequiredService<MessageCodec>(), _rate);
    }

    /// <summary>Waits until all is handled; what is not by then is lost.</summary>
    public Task DrainAsync() => Database.UntilNoneAsync(Ledger.Missing, _cancel);

    /// <param name="meanwhile">How many messages were handled while it lasted.</param>
    /// <param name="over">When it was over, as a time stamp.</param>
    /// <param name="waited">The consumers that had to wait.</param>
    public async Task<ChaosResult> ResultAsync(long meanwhile, long over, string[] waited)
    {
        var again = waited.Select(w => _handled.Where(h => h.Consumer == w && h.At > over).Select(h => (long?)h.At).Min()).Max();
        return new(
            await Database.CountAsync(Ledger.Sent), meanwhile,
            await Database.CountAsync(Ledger.Missing), await Database.CountAsync(Ledger.Doubled), await Database.CountAsync(Ledger.Turned),
            again is { } at ? Stopwatch.GetElapsedTime(over, at) : null);
    }

    /// <summary>Takes away what is left. What does not go is only said: the run may have failed before, and that must be told.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var takeAway in new Func<Task>[] { StopAsync, () => Broker.DropAsync(Ledger.First, Ledger.Second), () => Database.DisposeAsync().AsTask() })
        {
            try
            {
                await takeAway();
            }
            catch (Exception e)
            {
                await Console.Error.WriteLineAsync($"Left behind: {e.Message}");
            }
        }
    }

    private async ValueTask HandleAsync(string consumer, string key, long version, MessageContext context)
    {
        if (Interlocked.Exchange(ref _hang, 0) == 1)
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }

        await Ledger.NoteAsync(consumer, key, version, context.Transaction);
        _handled.Enqueue((consumer, Stopwatch.GetTimestamp()));
    }
}
