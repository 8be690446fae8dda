using DistPatterns.Inbox;
using DistPatterns.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Crash;

/// <summary>What a child process is asked to do.</summary>
/// <param name="Database">Where its outbox is.</param>
/// <param name="Port">Where the broker listens.</param>
/// <param name="Point">Where it stops.</param>
/// <param name="After">How often it passes there before.</param>
/// <param name="Mutation">The mistake that it makes.</param>
internal sealed record ChildTask(Database Database, int Port, CrashPoint Point, int After, Mutation Mutation);

/// <summary>A program with an outbox.</summary>
internal static class Child
{
    public static readonly TimeSpan LeaseTtl = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    /// <summary>Writes and sends until it is killed.</summary>
    public static async Task WriteAsync(ChildTask task)
    {
        using var host = Build(task, TimeSpan.FromMilliseconds(100));
        await host.StartAsync();
        var writer = host.Services.GetRequiredService<Writer>();
        while (true)
        {
            await writer.WriteAsync();
            await Task.Delay(Random.Shared.Next(10));
        }
    }

    /// <summary>Sends and writes nothing, until it is killed: the one that takes over.</summary>
    public static async Task SendAsync(ChildTask task)
    {
        using var host = Build(task, TimeSpan.FromMilliseconds(100));
        await host.StartAsync();
        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>Two dispatchers that keep losing their leases, and a writer, for a while.</summary>
    public static async Task StruggleAsync(ChildTask task, TimeSpan duration)
    {
        using var first = Build(task, TimeSpan.FromMilliseconds(100));
        using var second = Build(task, TimeSpan.FromMilliseconds(100));
        await Task.WhenAll(first.StartAsync(), second.StartAsync());
        var end = DateTime.UtcNow + duration;
        while (DateTime.UtcNow < end)
        {
            await first.Services.GetRequiredService<Writer>().WriteAsync();
            if (Random.Shared.Next(60) == 0)
            {
                var victim = Random.Shared.Next(2) == 0 ? first : second;
                victim.Services.GetRequiredService<ProbedQueue>().StalledUntil = DateTime.UtcNow + (LeaseTtl * (1 + Random.Shared.NextDouble()));
            }

            await Task.Delay(Random.Shared.Next(10));
        }

        await Task.WhenAll(first.StopAsync(), second.StopAsync());
    }

    /// <summary>Sends what is left, then some more of which only the signal tells; says how many of those did not leave in time, and ends.</summary>
    public static async Task DrainAsync(ChildTask task)
    {
        using var host = Build(task, Never);
        await host.StartAsync();
        var queue = host.Services.GetRequiredService<IOutboxQueue>();
        await UntilEmptyAsync(queue, TimeSpan.FromSeconds(30));
        var (writer, late) = (host.Services.GetRequiredService<Writer>(), 0);
        for (var i = 0; i < 40 && late == 0; i++)
        {
            await writer.WriteAsync();
            await Task.Delay(Random.Shared.Next(6));
            await writer.WriteAsync(); // while the first is on its way, and with nobody after it
            late = await UntilEmptyAsync(queue, TimeSpan.FromSeconds(20)); // polling never would; a machine that is busy may take seconds
        }

        Console.WriteLine($"{Words.Drained} {late}");
        await host.StopAsync();
    }

    private static async Task<int> UntilEmptyAsync(IOutboxQueue queue, TimeSpan patience)
    {
        var end = DateTime.UtcNow + patience;
        while (true)
        {
            var depth = await queue.MeasureAsync(CancellationToken.None);
            if (depth.Waiting == 0 || DateTime.UtcNow > end)
            {
                return depth.Waiting;
            }

            await Task.Delay(20);
        }
    }

    private static IHost Build(ChildTask task, TimeSpan poll)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var services = builder.Services;
        services.AddDistPatterns(p =>
        {
            task.Database.Use(p);
            p.AddOutbox(o => (o.LeaseTtl, o.PollInterval, o.MaxPollInterval, o.BatchSize) = (LeaseTtl, poll, poll, 20));
            p.AddMessage<Changed>("changes", Changed.Type).AddConsumer("counter", c => c.Handle<Changed, EffectCounter>());
        });
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        services.AddSingleton(new Probe(task.Point, task.After));
        services.AddSingleton(new OutboxSignal { IsKept = task.Mutation != Mutation.SignalNotKept });
        services.AddSingleton(_ => task.Database.Open());
        services.AddSingleton<Writer>();
        var real = services.Last(s => s.ServiceType == typeof(IOutboxQueue));
        services.AddSingleton(s => new ProbedQueue((IOutboxQueue)ActivatorUtilities.CreateInstance(s, real.ImplementationType!), s.GetRequiredService<Probe>(), task.Mutation));
        services.AddSingleton<IOutboxQueue>(s => s.GetRequiredService<ProbedQueue>());
        services.AddSingleton<IOutboxTransport>(s => new BrokerTransport(
            task.Port, s.GetRequiredService<Probe>(), task.Mutation, s.GetRequiredService<ProbedQueue>(), ActivatorUtilities.CreateInstance<InProcessTransport>(s)));
        if (task.Mutation == Mutation.InboxForgets)
        {
            services.AddSingleton<IInbox, ForgetfulInbox>();
        }

        return builder.Build();
    }
}
