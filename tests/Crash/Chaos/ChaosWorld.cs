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
    public const string First = "first", Second = "second";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private const string Tables = """
        create table business (order_key text primary key, version bigint not null);
        create table sent (consumer text not null, order_key text not null, version bigint not null);
        create table handled (id bigint generated always as identity, consumer text not null, order_key text not null, version bigint not null)
        """;

    private const string Missing = "select count(*) from (select consumer, order_key, version from sent except select consumer, order_key, version from handled) as m";
    private const string Doubled = "select count(*) from (select 1 from handled group by consumer, order_key, version having count(*) > 1) as d";

    private const string Turned = """
        select count(*) from (
          select version, lag(version) over (partition by consumer, order_key order by id) as before from handled) as h where before > version
        """;

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

        await database.ExecuteAsync(Tables);
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
            p.AddMessage<FirstTold>(Broker.DestinationOf(First)).AddMessage<SecondTold>(Broker.DestinationOf(Second));
            foreach (var consumer in consumers)
            {
                p.AddConsumer(Broker.QueueOf(consumer), c => _ = consumer == First
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

    public ChaosWriter Write()
    {
        var services = _hosts[0].Services;
        return new(Database.Source, services.GetRequiredService<IOutbox>(), services.GetRequiredService<MessageCodec>(), _rate);
    }

    /// <summary>Waits until all is handled; what is not by then is lost.</summary>
    public async Task DrainAsync()
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience.Limit && await Database.CountAsync(Missing) > 0;)
        {
            await Task.Delay(100, _cancel);
        }
    }

    /// <param name="meanwhile">How many messages were handled while it lasted.</param>
    /// <param name="over">When it was over, as a time stamp.</param>
    /// <param name="waited">The consumers that had to wait.</param>
    public async Task<ChaosResult> ResultAsync(long meanwhile, long over, string[] waited)
    {
        var again = waited.Select(w => _handled.Where(h => h.Consumer == w && h.At > over).Select(h => (long?)h.At).Min()).Max();
        return new(
            await Database.CountAsync("select count(*) from sent"), meanwhile, await Database.CountAsync(Missing), await Database.CountAsync(Doubled), await Database.CountAsync(Turned),
            again is { } at ? Stopwatch.GetElapsedTime(over, at) : null);
    }

    public async ValueTask DisposeAsync()
    {
        await Patience.WaitAsync(Task.WhenAll(_hosts.Select(h => h.StopAsync(CancellationToken.None))), "the stop of the hosts");
        _hosts.ForEach(h => h.Dispose());
        await Broker.DropAsync(First, Second);
        await Database.DisposeAsync();
    }

    private async ValueTask HandleAsync(string consumer, string key, long version, MessageContext context)
    {
        if (Interlocked.Exchange(ref _hang, 0) == 1)
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }

        await using var command = context.Transaction.Connection!.CreateCommand();
        (command.Transaction, command.CommandText) = (context.Transaction, "insert into handled (consumer, order_key, version) values (@consumer, @key, @version)");
        command.AddParameter("consumer", consumer);
        command.AddParameter("key", key);
        command.AddParameter("version", version);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
        _handled.Enqueue((consumer, Stopwatch.GetTimestamp()));
    }
}
