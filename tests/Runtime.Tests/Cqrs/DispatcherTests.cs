using System.Data.Common;
using DistPatterns.Cqrs;
using DistPatterns.EventSourcing;
using DistPatterns.Resilience;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Polly.Timeout;

namespace DistPatterns.Runtime.Tests.Cqrs;

public sealed class DispatcherTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Whoever_sent_a_command_reads_what_it_wrote(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        using var host = Host(database);
        await host.StartAsync(Cancel);
        for (var i = 1; i <= 3; i++)
        {
            var result = await SendAsync(host, new("a", i));
            Assert.Equal((i, false), ((int)result.Value, result.IsDuplicate));
            Assert.Equal(i * (i + 1) / 2, await Dispatcher(host).QueryAsync<Total, long>(new("a"), result.Position, Cancel));
        }

        Assert.Equal(3, (await TableOutbox.ReadAsync(database.Source)).Count(w => w.Envelope.Type == "Added" && w.Envelope.Key == "a"));
        await host.StopAsync(Cancel);
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_command_that_is_sent_again_is_done_once(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        using var host = Host(database);
        var id = Guid.CreateVersion7();
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => SendAsync(host, new("a", 1), id), Cancel)));
        Assert.Single(results, r => !r.IsDuplicate);
        Assert.Equal((1, 1), (await database.CountAsync("dp_event"), await database.CountAsync("test_outbox")));
    }

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task A_command_that_fails_leaves_nothing_and_may_be_sent_again(Engine engine)
    {
        await using var database = await PatternDatabase.CreateAsync(engine);
        using var host = Host(database);
        var id = Guid.CreateVersion7();
        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(host, new("a", -1), id));
        Assert.Equal((0, 0, 0), (await database.CountAsync("dp_event"), await database.CountAsync("test_outbox"), await database.CountAsync("dp_inbox")));
        Assert.False((await SendAsync(host, new("a", 1), id)).IsDuplicate);
    }

    [Fact]
    public async Task Nothing_is_done_after_the_deadline()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        using var host = Host(database);
        using var deadline = Deadline.Push(Deadline.After(TimeSpan.Zero, TimeProvider.System));
        await Assert.ThrowsAsync<DeadlineExpiredException>(() => SendAsync(host, new("a", 1)));
        await Assert.ThrowsAsync<DeadlineExpiredException>(async () => await Dispatcher(host).QueryAsync<Total, long>(new("a"), cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_query_that_waits_for_its_projection_in_vain_ends_at_the_deadline()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        var time = new FakeTimeProvider();
        using var host = Host(database, time); // not started: nobody projects
        using var deadline = Deadline.Push(Deadline.After(TimeSpan.FromSeconds(1), time));
        var query = Dispatcher(host).QueryAsync<Total, long>(new("a"), new(0, 1), Cancel).AsTask();
        while (!query.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await Assert.ThrowsAsync<TimeoutRejectedException>(() => query);
    }

    [Fact]
    public async Task What_nobody_handles_is_named()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        using var host = Host(database);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Dispatcher(host).SendAsync<Total, int>(new("a"), cancellationToken: Cancel));
        Assert.Contains("Nothing handles", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Dispatcher(host).QueryAsync<Add, int>(new("a", 1), cancellationToken: Cancel));
        Assert.Contains("Nothing answers", error.Message, StringComparison.Ordinal);
    }

    private static IHost Host(PatternDatabase database, TimeProvider? time = null) => database.Host(
        d => d
            .AddMessage<Added>()
            .AddProjection<Totals>("totals", o => o.PollInterval = TimeSpan.FromMilliseconds(10))
            .AddCommand<Add, long, AddHandler>()
            .AddQuery<Total, long, TotalHandler>("totals"),
        time,
        s => s.AddSingleton(database));

    private static IDispatcher Dispatcher(IHost host) => host.Services.GetRequiredService<IDispatcher>();

    private static Task<CommandResult<long>> SendAsync(IHost host, Add command, Guid? id = null) => Dispatcher(host).SendAsync<Add, long>(command, id, Cancel).AsTask();

    public sealed record Add(string Stream, int Number);

    public sealed record Added(string Stream, int Number);

    public sealed record Total(string Stream);

    private sealed class AddHandler(IEventStore events) : ICommandHandler<Add, long>
    {
        public async ValueTask<long> HandleAsync(Add command, CommandContext context, CancellationToken cancellationToken)
        {
            var soFar = await events.ReadStreamAsync(context.Transaction, command.Stream, cancellationToken: cancellationToken);
            var added = new Added(command.Stream, command.Number);
            context.Send(added, command.Stream);
            var appended = await events.AppendAsync(context.Transaction, command.Stream, soFar.Count, [added], cancellationToken);
            context.Wrote(appended);
            return command.Number > 0 ? appended.Version : throw new InvalidOperationException("Not that.");
        }
    }

    private sealed class TotalHandler(PatternDatabase database) : IQueryHandler<Total, long>
    {
        public async ValueTask<long> HandleAsync(Total query, CancellationToken cancellationToken) =>
            Convert.ToInt64(await database.QueryAsync($"select coalesce(sum(number), 0) from effect where name = '{query.Stream}'"), System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class Totals : IProjection
    {
        public async ValueTask ApplyAsync(RecordedEvent recorded, DbTransaction transaction, CancellationToken cancellationToken)
        {
            await using var command = transaction.Connection!.CreateCommand();
            (command.CommandText, command.Transaction) = ($"insert into effect values ('{recorded.Stream}', {((Added)recorded.Data).Number})", transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
