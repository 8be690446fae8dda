using System.Data.Common;
using DistPatterns.EventSourcing;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DistPatterns.Runtime.Tests.EventSourcing;

public sealed class ProjectionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_writer_waits_with_its_token_and_reads_what_it_wrote(Engine engine)
    {
        await using var world = await EventWorld.CreateAsync(engine);
        using var host = Host(world);
        await host.StartAsync(Cancel);
        for (var i = 1; i <= 5; i++)
        {
            var appended = await world.AppendAsync("a", i - 1, i);
            Assert.True(Position.TryParse(appended.Position.ToString(), out var token));
            await Projection(host).WaitAsync(token, Cancel);
            Assert.Equal(i, await world.Database.CountAsync("effect"));
        }

        await host.StopAsync(Cancel);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Of_many_processes_one_applies_each_event(Engine engine)
    {
        await using var world = await EventWorld.CreateAsync(engine);
        var hosts = Enumerable.Range(0, 4).Select(_ => Host(world, batch: 3)).ToList();
        await Task.WhenAll(hosts.Select(h => h.StartAsync(Cancel)));
        AppendResult last = default;
        for (var i = 1; i <= 60; i++)
        {
            last = await world.AppendAsync("a", i - 1, i);
        }

        await Projection(hosts[0]).WaitAsync(last.Position, Cancel);
        await Task.WhenAll(hosts.Select(h => h.StopAsync(Cancel)));
        hosts.ForEach(h => h.Dispose());

        Assert.Equal(60, await world.Database.CountAsync("effect"));
        Assert.Equal(60L, Convert.ToInt64(await world.Database.QueryAsync("select count(distinct number) from effect"), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task An_event_that_fails_leaves_nothing_of_its_batch_and_is_tried_again()
    {
        await using var world = await EventWorld.CreateAsync(Engine.Sqlite);
        using var host = Host(world);
        var last = await world.AppendAsync("a", 0, 1, 2, Applied.Fails);
        Applied.Failures.Clear();
        await host.StartAsync(Cancel);
        while (Applied.Failures.Count < 3)
        {
            Assert.Equal(0, await world.Database.CountAsync("effect"));
        }

        await world.Database.QueryAsync("create table if not exists mended (yes integer)");
        await Projection(host).WaitAsync(last.Position, Cancel);
        await host.StopAsync(Cancel);

        Assert.Equal(3, await world.Database.CountAsync("effect"));
        Assert.Contains(Logged(host), e => e.Event == "ProjectionFailed");
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_projection_that_is_reset_begins_again(Engine engine)
    {
        await using var world = await EventWorld.CreateAsync(engine);
        using var host = Host(world);
        await host.StartAsync(Cancel);
        var last = await world.AppendAsync("a", 0, 1, 2, 3);
        await Projection(host).WaitAsync(last.Position, Cancel);

        await world.Database.InTransactionAsync(async t =>
        {
            await Projection(host).ResetAsync(t, Cancel);
            await using var command = t.Connection!.CreateCommand();
            (command.CommandText, command.Transaction) = ("delete from effect", t);
            return await command.ExecuteNonQueryAsync(Cancel);
        });
        await Projection(host).WaitAsync(last.Position, Cancel);
        await host.StopAsync(Cancel);

        Assert.Equal(3, await world.Database.CountAsync("effect"));
    }

    [Fact]
    public async Task A_wait_can_be_ended()
    {
        await using var world = await EventWorld.CreateAsync(Engine.Sqlite);
        using var host = Host(world);
        using var cancel = new CancellationTokenSource();
        var waiting = Projection(host).WaitAsync(new(0, 1), cancel.Token).AsTask(); // nobody runs it
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static IHost Host(EventWorld world, int batch = 200) => world.Database.Host(d => d.AddMessage<Counted>().AddProjection<Applied>("numbers", o =>
    {
        o.BatchSize = batch;
        o.PollInterval = TimeSpan.FromMilliseconds(10);
        o.MaxRetryDelay = TimeSpan.FromMilliseconds(10);
    }));

    private static Projection Projection(IHost host) => host.Services.GetRequiredKeyedService<Projection>("numbers");

    private static IEnumerable<(string? Event, string Text)> Logged(IHost host) =>
        host.Services.GetServices<Microsoft.Extensions.Logging.ILoggerProvider>().OfType<RecordedLog>().Single().Entries;

    private sealed class Applied : IProjection
    {
        public const int Fails = -1;

        public static System.Collections.Concurrent.ConcurrentQueue<int> Failures { get; } = new();

        public async ValueTask ApplyAsync(RecordedEvent recorded, DbTransaction transaction, CancellationToken cancellationToken)
        {
            var number = ((Counted)recorded.Data).Number;
            await using var command = transaction.Connection!.CreateCommand();
            (command.CommandText, command.Transaction) = ($"insert into effect values ('applied', {number})", transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
            if (number == Fails)
            {
                command.CommandText = "select count(*) from sqlite_master where name = 'mended'";
                if (await command.ExecuteScalarAsync(cancellationToken) is 0L)
                {
                    Failures.Enqueue(number);
                    throw new InvalidOperationException("Not mended.");
                }
            }
        }
    }
}
