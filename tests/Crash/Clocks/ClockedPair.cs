namespace DistPatterns.Crash.Clocks;

/// <summary>Two processes on one database, whose clocks are ahead of its own and behind it by as much; one after the other is killed and started again.</summary>
internal sealed class ClockedPair(ClockedDatabase database, string library, TimeSpan by)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(5);

    public async Task RunAsync(int kills, CancellationToken cancellationToken)
    {
        await RunAsync(writes: true, async pair =>
        {
            for (var kill = 0; kill < kills; kill++)
            {
                await Task.Delay(Life, cancellationToken);
                await pair[kill % 2].KillAsync();
                pair[kill % 2].Dispose();
                pair[kill % 2] = Start(isAhead: kill % 2 == 0, writes: true);
                await pair[kill % 2].SaysAsync(Words.Runs);
            }

            await Task.Delay(Life, cancellationToken);
        });
        await RunAsync(writes: false, _ => database.DrainAsync(cancellationToken));
    }

    private async Task RunAsync(bool writes, Func<ChildProcess[], Task> live)
    {
        var pair = new[] { Start(isAhead: true, writes), Start(isAhead: false, writes) };
        try
        {
            await Task.WhenAll(pair.Select(p => p.SaysAsync(Words.Runs)));
            await live(pair);
            await Task.WhenAll(pair.Select(p => p.KillAsync()));
        }
        finally
        {
            Array.ForEach(pair, p => p.Dispose());
        }
    }

    private ChildProcess Start(bool isAhead, bool writes)
    {
        var ahead = isAhead ? by : -by;
        return new("clocked", database.TaskOf(isAhead ? ClockedDatabase.Ahead : ClockedDatabase.Behind, ahead), [$"{writes}"], FakeClock.Ahead(library, ahead));
    }
}
