using System.CommandLine;
using System.Globalization;
using DistPatterns.Arguments;
using DistPatterns.Crash;
using DistPatterns.Crash.Chaos;
using DistPatterns.Crash.Clocks;

if (args is ["child", var mode, var engine, var connection, var port, var at, var after, var mistake, .. var more])
{
    var task = new ChildTask(new(engine, connection), int.Parse(port, CultureInfo.InvariantCulture), Enum.Parse<CrashPoint>(at), int.Parse(after, CultureInfo.InvariantCulture), Enum.Parse<Mutation>(mistake));
    await (mode switch
    {
        "write" => Child.WriteAsync(task),
        "send" => Child.SendAsync(task),
        "hold" => LeaseKills.HoldAsync(task),
        "clocked" => ClockedProgram.RunAsync(task, writes: bool.Parse(more[0])),
        "struggle" => Child.StruggleAsync(task, TimeSpan.FromSeconds(double.Parse(more[0], CultureInfo.InvariantCulture))),
        _ => Child.DrainAsync(task),
    });
    return 0;
}

var kills = new Option<int>("--kills") { Description = "How often a child is killed in each cell.", DefaultValueFactory = _ => 20 }.Within(1, 10_000);
var mutation = new Option<Mutation>("--mutation") { Description = "A mistake that the children make: the matrix must find it." };
var points = new Option<CrashPoint[]>("--points") { Description = "The points; all, if none is given.", AllowMultipleArgumentsPerToken = true };
var postgres = new Option<string?>("--postgres") { Description = "The PostgreSQL; that of DISTPATTERNS_TEST_POSTGRES, if not given.", DefaultValueFactory = _ => Servers.Started("POSTGRES") };
var seconds = new Option<int>("--seconds") { Description = "How long 8 dispatchers in 4 processes lose their leases; 0: not at all.", DefaultValueFactory = _ => 20 }.Within(0, 3_600);
var root = new RootCommand("Kills processes with an outbox at named points and looks whether anything is lost, doubled or out of order.") { kills, mutation, points, postgres, seconds };
root.Subcommands.Add(SoakCommand.Create());
root.Subcommands.Add(LeaseCommand.Create(mutation));
root.Subcommands.Add(ChaosCommand.Create());
root.Subcommands.Add(ClocksCommand.Create(mutation));
root.SetAction(async (parsed, _) =>
{
    var folder = Directory.CreateTempSubdirectory("distpatterns-crash-").FullName;
    try
    {
        var server = parsed.GetValue(postgres);
        var matrix = new CrashMatrix(string.IsNullOrEmpty(server) ? null : server, folder, parsed.GetValue(kills), parsed.GetValue(mutation));
        CrashPoint[] chosen = parsed.GetValue(points) is { Length: > 0 } some ? some : [.. Enum.GetValues<CrashPoint>().Where(p => p != CrashPoint.None)];
        var table = new Table();
        foreach (var (where, point, oracle) in await matrix.RunAsync(chosen, atOnce: Environment.ProcessorCount * 2))
        {
            table.Add(point.ToString(), where, parsed.GetValue(kills), oracle);
        }

        foreach (var where in parsed.GetValue(seconds) > 0 ? string.IsNullOrEmpty(server) ? ["sqlite"] : new[] { "sqlite", "postgres" } : [])
        {
            table.Add("8 dispatchers in 4 processes", where, 0, await matrix.StruggleAsync(where, TimeSpan.FromSeconds(parsed.GetValue(seconds))));
        }

        table.Write(Console.Out);
        return table.Holds ? 0 : 1;
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
});
return await root.RunAsync(args);
