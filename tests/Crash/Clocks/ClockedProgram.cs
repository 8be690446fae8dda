using System.Data.Common;
using System.Diagnostics;
using DistPatterns.Coordination;
using DistPatterns.Crash.Chaos;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Sagas;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DistPatterns.Crash.Clocks;

/// <summary>A program that takes a lease again and again, has sagas wait for a timer and sends messages: the child.</summary>
internal sealed class ClockedProgram(NpgsqlDataSource source, IOutbox outbox, MessageCodec codec)
{
    private const int Rate = 20;
    private static readonly TimeSpan Ttl = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(3);

    /// <summary>Runs until it is killed.</summary>
    /// <param name="task">What it is asked to do.</param>
    /// <param name="writes">Whether it begins anything, or only ends what was begun.</param>
    public static async Task RunAsync(ChildTask task, bool writes)
    {
        await using var source = NpgsqlDataSource.Create(task.Database.Connection);
        using var host = Build(source);
        await host.StartAsync();
        await ExecuteAsync(source.CreateCommand("insert into clock values (current_setting('application_name'), @now - pg_catalog.clock_timestamp())"), ("now", DateTime.UtcNow));
        Console.WriteLine(Words.Runs);
        if (writes)
        {
            var program = ActivatorUtilities.CreateInstance<ClockedProgram>(host.Services);
            await using var writer = ActivatorUtilities.CreateInstance<ChaosWriter>(host.Services, Rate);
            await Task.WhenAll(program.LeadAsync(), program.BeginAsync());
        }

        await Task.Delay(Timeout.Infinite);
    }

    private static IHost Build(NpgsqlDataSource source)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(l => l.SetMinimumLevel(LogLevel.None)).AddSingleton(source);
        builder.Services.AddDistPatterns(p => p
            .UsePostgres(source).UseInProcessTransport().AddOutbox()
            .AddMessage<FirstTold>(Ledger.First).AddMessage<SecondTold>(Ledger.Second).AddMessage<Begun>("begun").AddMessage<Asked>("asked").AddMessage<Answered>("answered")
            .AddConsumer(Ledger.First, c => c.Handle<FirstTold>((m, context, _) => Ledger.NoteAsync(Ledger.First, m.Key, m.Version, context.Transaction)))
            .AddConsumer(Ledger.Second, c => c.Handle<SecondTold>((m, context, _) => Ledger.NoteAsync(Ledger.Second, m.Key, m.Version, context.Transaction)))
            .AddConsumer("silent", c => c.Handle<Asked>((_, _, _) => default))
            .AddSaga<Waiting>("wait", saga => saga
                .StartedBy<Begun>(m => m.Id, (s, m) => s.Id = m.Id)
                .Step("set", SetAsync, FireAsync)
                .Step("wait", ask => ask.Sends(s => new Asked(s.Id)).CompletedBy<Answered>(m => m.Id).Timeout(Wait).Retry(attempts: 1))));
        return builder.Build();
    }

    private static ValueTask SetAsync(Waiting state, SagaContext context, CancellationToken cancel) =>
        ExecuteAsync(In(context.Transaction, "insert into timer values (@id, pg_catalog.clock_timestamp() + @wait)"), ("id", state.Id), ("wait", Wait));

    private static ValueTask FireAsync(Waiting state, SagaContext context, CancellationToken cancel) =>
        ExecuteAsync(In(context.Transaction, "insert into fired (id) values (@id)"), ("id", state.Id));

    // it holds the lease for longer than it lasts, or for less
    private async Task LeadAsync()
    {
        var book = new FencedBook(source, Mutation.None);
        var leases = book.Leases(new() { Ttl = Ttl, PollInterval = Ttl / 20 });
        while (true)
        {
            await using var lease = await leases.AcquireAsync(FencedBook.Lease);
            var term = Random.Shared.NextDouble() * 2 * Ttl;
            for (var since = Stopwatch.StartNew(); lease.IsHeld && since.Elapsed < term;)
            {
                await book.TryWriteAsync(lease.Token);
                await Task.Delay(20);
            }
        }
    }

    private async Task BeginAsync()
    {
        while (true)
        {
            var id = $"{Guid.NewGuid():n}";
            await using (var connection = await source.OpenConnectionAsync())
            {
                await using var transaction = await connection.BeginTransactionAsync();
                await ExecuteAsync(In(transaction, "insert into begun values (@id)"), ("id", id));
                await outbox.CommitAsync(transaction, [codec.Enclose(new Begun(id), id)]);
            }

            await Task.Delay(100);
        }
    }

    private static NpgsqlCommand In(DbTransaction transaction, string sql) => new(sql, (NpgsqlConnection)transaction.Connection!, (NpgsqlTransaction)transaction);

    private static async ValueTask ExecuteAsync(NpgsqlCommand command, params (string Name, object Value)[] parameters)
    {
        await using (command)
        {
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            await command.ExecuteNonQueryAsync();
        }
    }
}
