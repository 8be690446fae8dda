using System.Diagnostics;

namespace DistPatterns.Crash.Chaos;

/// <summary>One way in which something is taken away from a program, and given back.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="What">What happens, for the table.</param>
/// <param name="Consumers">The consumers that run from the beginning.</param>
/// <param name="Late">The consumers that run when it is over.</param>
/// <param name="DisturbAsync">What happens, from its beginning to its end.</param>
internal sealed record ChaosRun(string Name, string What, string[] Consumers, string[] Late, Func<ChaosWorld, Task> DisturbAsync)
{
    private static readonly string[] Both = [Ledger.First, Ledger.Second];

    public static IReadOnlyList<ChaosRun> All { get; } =
    [
        new("broker-killed", "the broker killed three times", Both, [], w => w.ThriceAsync(w.Broker.KillAndStartAsync)),
        new("database-killed", "the database killed three times", Both, [], w => w.ThriceAsync(ControlledDatabase.KillAndStartAsync)),
        new("sessions-ended", "all sessions of the database ended each second for 60 s", Both, [], w => w.EachSecondAsync(60, w.Database.EndSessionsAsync)),
        new("memory-alarm", "the broker out of memory for 45 s", Both, [], async w =>
        {
            await w.Broker.ControlAsync("set_vm_memory_high_watermark", "absolute", "1000000");
            await w.WaitAsync(45);
            await w.Broker.ControlAsync("set_vm_memory_high_watermark", "0.4");
        }),
        new("no-consumer", "no queue of the second consumer for a minute", [Ledger.First], [Ledger.Second], w => w.WaitAsync(60)),
        new("full-queue", "the second consumer's queue full for a minute", [Ledger.First], [Ledger.Second], async w =>
        {
            await w.StopAsync(await w.StartAsync(dispatches: false, Ledger.Second)); // its queue is there
            await w.Broker.LimitAsync(Ledger.Second);
            await w.WaitAsync(60);
        }),
        new("handler-hangs", "a handler that hangs and ignores its token, and all connections to the broker lost", Both, [], async w =>
        {
            w.HangNext();
            await w.WaitAsync(2);
            await w.Broker.CutAsync();
        }),
    ];

    public async Task<ChaosResult> RunAsync(ChaosWorld world)
    {
        await world.StartAsync(dispatches: true, Consumers);
        await using var writer = world.Write();
        await world.WaitAsync(5);
        var before = world.Handled;
        await DisturbAsync(world);
        var (meanwhile, over) = (world.Handled - before, Stopwatch.GetTimestamp());
        if (Late.Length > 0)
        {
            await world.StartAsync(dispatches: false, Late);
        }

        await world.WaitAsync(5);
        await writer.StopAsync();
        await world.DrainAsync();
        await world.StopAsync();
        return await world.ResultAsync(meanwhile, over, Late.Length > 0 ? Late : Both);
    }
}
