namespace DistPatterns.Crash;

/// <summary>Every point × every database: a child is killed there again and again, and in the end the oracle is asked.</summary>
/// <param name="server">The connection string of a PostgreSQL; none, if null.</param>
/// <param name="folder">Where files may be written.</param>
/// <param name="kills">How often in each cell.</param>
/// <param name="mutation">The mistake that the children make.</param>
internal sealed class CrashMatrix(string? server, string folder, int kills, Mutation mutation)
{
    public async Task<IReadOnlyList<(string Engine, CrashPoint Point, Oracle Oracle)>> RunAsync(IReadOnlyList<CrashPoint> points, int atOnce)
    {
        string[] engines = server is null ? ["sqlite"] : ["sqlite", "postgres"];
        using var turns = new SemaphoreSlim(atOnce);
        return await Task.WhenAll(points.SelectMany(point => engines.Select(async engine =>
        {
            await turns.WaitAsync();
            try
            {
                return (engine, point, await RunCellAsync(engine, point));
            }
            finally
            {
                turns.Release();
            }
        })));
    }

    /// <summary>Four processes with two dispatchers each, whose leases are lost and taken over under load.</summary>
    public async Task<Oracle> StruggleAsync(string engine, TimeSpan duration)
    {
        var database = await Database.CreateAsync(engine, server!, folder);
        using var broker = new Broker();
        var task = new ChildTask(database, broker.Port, CrashPoint.None, 0, mutation);
        var children = Enumerable.Range(0, 4).Select(_ => new ChildProcess("struggle", task, [$"{duration.TotalSeconds}"])).ToArray();
        await Task.WhenAll(children.Select(c => c.EndsAsync()));
        return await EndAsync(task, broker);
    }

    private async Task<Oracle> RunCellAsync(string engine, CrashPoint point)
    {
        var database = await Database.CreateAsync(engine, server!, folder);
        using var broker = new Broker();
        var task = new ChildTask(database, broker.Port, CrashPoint.None, 0, mutation);
        using (var rival = point == CrashPoint.AfterLeaseLoss ? new ChildProcess("send", task) : null)
        {
            for (var kill = 0; kill < kills; kill++)
            {
                using var child = new ChildProcess("write", task with { Point = point, After = Random.Shared.Next(1, 12) });
                await child.SaysAsync(Words.AtPoint);
                await Task.Delay(Random.Shared.Next(60)); // the other flows are anywhere then
                await child.KillAsync();
            }
        }

        return await EndAsync(task, broker);
    }

    private static async Task<Oracle> EndAsync(ChildTask task, Broker broker)
    {
        using (var last = new ChildProcess("drain", task))
        {
            var late = int.Parse(await last.SaysAsync(Words.Drained));
            await last.EndsAsync();
            await using var source = task.Database.Open();
            var oracle = await Oracle.AskAsync(source, broker.Log(), late);
            await task.Database.DropAsync();
            return oracle;
        }
    }
}
