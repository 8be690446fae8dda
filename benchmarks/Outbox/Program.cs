using System.CommandLine;
using DistPatterns.Arguments;
using DistPatterns.Benchmarks.Outbox;
using DistPatterns.Benchmarks.Outbox.Draining;
using DistPatterns.Benchmarks.Outbox.Ordering;
using DistPatterns.Benchmarks.Outbox.Servers;
using Npgsql;

const string Durable = "durable=on start_servers";

var postgres = Servers.Needed("POSTGRES", "The PostgreSQL, with fsync on", s => s, Durable);
var rabbitMq = Servers.Needed("RABBITMQ", "The RabbitMQ", s => new Uri(s), Durable);
var prepare = new Option<int>("--max-auto-prepare") { Description = "How many statements Npgsql prepares by itself, for all contenders; 0, as it is by default, plans each anew.", DefaultValueFactory = _ => 20 }.Within(0, 1_000);
var queues = new Option<string>("--queues") { Description = "The type of the queues: quorum or classic.", DefaultValueFactory = _ => "quorum" }.AcceptOnlyFromAmong("quorum", "classic");
var rounds = new Option<int>("--rounds") { Description = "Of how many rounds the median is taken.", DefaultValueFactory = _ => 5 }.Within(1, 1_000);
var scale = new Option<double>("--scale") { Description = "How many messages, as a multiple of the usual.", DefaultValueFactory = _ => 1 }.Within(0.01, 100);
var only = new Option<string[]>("--only") { Description = "The scenarios; all, if none is given.", AllowMultipleArgumentsPerToken = true }.AcceptOnlyFromAmong("drain", "end-to-end", "latency", "cost", "save", "sustained", "held");
var root = new RootCommand("Measures the outbox beside what the field does, on a PostgreSQL and a RabbitMQ.") { postgres, rabbitMq, prepare, queues, rounds, scale, only };
root.SetAction(async (given, cancellationToken) =>
{
    var (database, size) = (new NpgsqlConnectionStringBuilder(given.GetValue(postgres)!) { MaxAutoPrepare = given.GetValue(prepare) }.ConnectionString, given.GetValue(scale));
    var broker = new Broker(given.GetValue(rabbitMq)!, given.GetValue(queues)!);
    var scenarios = new Dictionary<string, Func<Scenario>>
    {
        ["drain"] = () => new DrainScenario(database, size),
        ["end-to-end"] = () => new EndToEndScenario(database, broker, size),
        ["latency"] = () => new LatencyScenario(database, broker, size),
        ["cost"] = () => new CostScenario(database, size),
        ["save"] = () => new SaveScenario(database, size),
        ["held"] = () => new HeldScenario(database, size),
        ["sustained"] = () => new SustainedScenario(database, broker, size),
    };
    var machine = await Machine.DescribeAsync(database, broker);
    var (report, runs) = (new Report(), new Rounds(given.GetValue(rounds), Console.Error.WriteLine));
    foreach (var name in given.GetValue(only) is { Length: > 0 } some ? some : [.. scenarios.Keys])
    {
        var scenario = scenarios[name]();
        report.Add(scenario, await runs.RunAsync(scenario, cancellationToken));
    }

    Console.WriteLine($"{machine}; Max Auto Prepare={given.GetValue(prepare)}; medians of {given.GetValue(rounds)} rounds");
    report.Write(Console.Out);
    return report.Holds ? 0 : 1;
});
return await root.RunAsync(args);
