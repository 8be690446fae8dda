using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using DistPatterns.Sagas;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Sagas;

/// <summary>A database in which orders go their way, and the network that carries what was committed to the outbox.</summary>
internal sealed class SagaWorld : IAsyncDisposable
{
    private IHost _host;

    private SagaWorld(PatternDatabase database, Func<string, string, Conduct> conductOf)
    {
        Database = database;
        Order = new(conductOf);
        _host = NewHost();
    }

    public PatternDatabase Database { get; }

    public FakeTimeProvider Time { get; } = new(new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));

    public OrderSaga Order { get; }

    /// <summary>Transactions fail before their commit while this is set.</summary>
    public bool Crashes { get; set; }

    public Func<ISagaStore, ISagaStore> Store { get; set; } = s => s;

    public IEnumerable<string?> Logged => _host.Services.GetServices<Microsoft.Extensions.Logging.ILoggerProvider>().OfType<RecordedLog>().Single().Entries.Select(e => e.Event);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<SagaWorld> CreateAsync(Engine engine, params (string What, Conduct[] Conducts)[] script)
    {
        var scripts = script.ToDictionary(s => s.What, s => new Queue<Conduct>(s.Conducts));
        return await CreateAsync(engine, (what, _) => scripts.TryGetValue(what, out var conducts) && conducts.TryDequeue(out var conduct) ? conduct : Conduct.Obey);
    }

    public static async Task<SagaWorld> CreateAsync(Engine engine, Func<string, string, Conduct> conductOf) => new(await PatternDatabase.CreateAsync(engine), conductOf);

    public MessageCodec Codec => _host.Services.GetRequiredService<MessageCodec>();

    /// <summary>What a process has that is started anew.</summary>
    public void Restart()
    {
        _host.Dispose();
        _host = NewHost();
    }

    public Task PlaceAsync(string order, int amount = 10) => SendAsync(new Placed(order, amount));

    public Task SendAsync(object message) => Database.InTransactionAsync(async t =>
    {
        await new TableOutbox(Time).AppendAsync(t, [Codec.Enclose(message)], Cancel);
        return 0;
    });

    public async Task<List<Envelope>> OutboxAsync() => [.. (await WaitingAsync()).Select(w => w.Envelope)];

    public Task<List<(Envelope Envelope, DateTimeOffset Due)>> WaitingAsync() => TableOutbox.ReadAsync(Database.Source);

    /// <summary>Carries messages in their order, and time on when all wait for it, until none is left.</summary>
    public async Task RunAsync(Func<Envelope, Task>? deliver = null, int limit = 200)
    {
        for (var i = 0; i < limit; i++)
        {
            var waiting = await WaitingAsync();
            if (waiting.Count == 0)
            {
                return;
            }

            var next = waiting.Find(w => w.Due <= Time.GetUtcNow()).Envelope;
            if (next is null)
            {
                Time.SetUtcNow(waiting.Min(w => w.Due));
                continue;
            }

            await (deliver ?? DeliverAsync)(next);
            await TableOutbox.DeleteAsync(Database.Source, next.Id);
        }

        throw new InvalidOperationException($"Not done after {limit} messages: {Order.Done}");
    }

    public async Task DeliverAsync(Envelope envelope)
    {
        foreach (var receiver in _host.Services.GetServices<IMessageReceiver>().Where(r => r.Destinations.Contains(envelope.Destination)))
        {
            await receiver.ReceiveAsync(envelope, Cancel);
        }
    }

    /// <summary>Delivers, and lets time pass while something hangs.</summary>
    public async Task DeliverInTimeAsync(Envelope envelope)
    {
        var delivering = DeliverAsync(envelope);
        while (!delivering.IsCompleted)
        {
            await Task.WhenAny(delivering, Task.Delay(20, Cancel));
            Time.Advance(delivering.IsCompleted ? TimeSpan.Zero : TimeSpan.FromSeconds(1));
        }

        await delivering;
    }

    public async Task<Receipt> DeliverToSagaAsync(Envelope envelope) => await Saga.ReceiveAsync(envelope, Cancel);

    public async Task<IReadOnlyList<Receipt>> DeliverToSagaAsync(params IReadOnlyList<Envelope> envelopes) => await Saga.ReceiveAsync(envelopes, Cancel);

    /// <summary>Whether a message is for the saga, which may handle it together with others.</summary>
    public bool IsBatchable(Envelope envelope) => Saga.Destinations.Contains(envelope.Destination) && Saga.IsBatchable(envelope);

    public Task<SagaRecord?> LoadAsync(string order) => Database.InTransactionAsync(t => new SqlSagaStore().LoadAsync(t, "order", order, Cancel));

    public async Task<string> StatusAsync(string order)
    {
        var record = await LoadAsync(order);
        return record is null ? "none" : $"{record.Status}: {string.Join(' ', record.Steps.Select(s => $"{s.Name}={s.Status}"))}";
    }

    /// <summary>How often something has taken effect.</summary>
    public async Task<long> CountAsync(string what, string order) =>
        Convert.ToInt64(await Database.QueryAsync($"select count(*) from effect where name = '{what} {order}'"), System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await Database.DisposeAsync();
    }

    private IBatchReceiver Saga => _host.Services.GetServices<IMessageReceiver>().OfType<IBatchReceiver>().Single(r => r.Consumer == "saga.order");

    private IHost NewHost() => Database.Host(
        Order.Add,
        Time,
        services => services
            .AddSingleton<ITransactionRunner>(new CrashingRunner(new DataSourceTransactionRunner(Database.Source, new TableOutbox(Time)), () => Crashes))
            .AddSingleton<ISagaStore>(_ => new StoreOfNow(() => Store(new SqlSagaStore()))));

    private sealed class StoreOfNow(Func<ISagaStore> store) : ISagaStore
    {
        public ValueTask<SagaRecord?> LoadAsync(System.Data.Common.DbTransaction transaction, string saga, string key, CancellationToken cancellationToken) =>
            store().LoadAsync(transaction, saga, key, cancellationToken);

        public ValueTask<bool> TrySaveAsync(System.Data.Common.DbTransaction transaction, SagaRecord record, CancellationToken cancellationToken) =>
            store().TrySaveAsync(transaction, record, cancellationToken);
    }
}
