using System.CommandLine;

namespace DistPatterns.Crash;

/// <summary><c>soak</c>: samples/ShopFixed in several processes on PostgreSQL and RabbitMQ, one of which is killed again and again.</summary>
internal static class SoakCommand
{
    public static Command Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long orders are placed.", DefaultValueFactory = _ => 10 };
        var rate = new Option<double>("--rate") { Description = "How many orders a second, by all processes together.", DefaultValueFactory = _ => 100 };
        var processes = new Option<int>("--processes") { Description = "How many processes the shop has.", DefaultValueFactory = _ => 3 };
        var every = new Option<double>("--kill-every") { Description = "After how many seconds one of them is killed and started again.", DefaultValueFactory = _ => 30 };
        var patience = new Option<double>("--patience") { Description = "How many minutes the orders may take to end, once no more are placed.", DefaultValueFactory = _ => 10 };
        var postgres = new Option<string>("--postgres") { Description = "The PostgreSQL; that of DISTPATTERNS_TEST_POSTGRES, if not given.", DefaultValueFactory = _ => Given("POSTGRES") };
        var rabbitMq = new Option<string>("--rabbitmq") { Description = "The RabbitMQ, of which nobody else has the shop's queues; that of DISTPATTERNS_TEST_RABBITMQ, if not given.", DefaultValueFactory = _ => Given("RABBITMQ") };
        var command = new Command("soak", "Has a shop of several processes take orders, kills one of them again and again, and counts how the orders ended.") { minutes, rate, processes, every, patience, postgres, rabbitMq };
        command.SetAction(async (given, cancellationToken) =>
        {
            await using var database = await SoakDatabase.CreateAsync(given.GetValue(postgres)!);
            var soak = new Soak(database, given.GetValue(rabbitMq)!, given.GetValue(rate), given.GetValue(processes));
            await soak.RunAsync(TimeSpan.FromMinutes(given.GetValue(minutes)), TimeSpan.FromSeconds(given.GetValue(every)), cancellationToken);
            var drained = await soak.DrainAsync(TimeSpan.FromMinutes(given.GetValue(patience)), cancellationToken);
            var result = await database.CountAsync();
            Console.WriteLine($"killed with SIGKILL: {soak.Kills} times; orders ended {(drained ? $"{soak.Drained.TotalSeconds:0} s after the last was placed" : "not in time")}; in the end:");
            foreach (var (what, count) in result)
            {
                Console.WriteLine($"{count,9} {what}");
            }

            var holds = drained && SoakDatabase.Holds(result);
            Console.WriteLine(holds ? "holds: every order is completed or compensated" : "FAILS");
            return holds ? 0 : 1;
        });
        return command;
    }

    private static string Given(string server) =>
        Environment.GetEnvironmentVariable($"DISTPATTERNS_TEST_{server}") ?? throw new InvalidOperationException($"Say which by --{server.ToLowerInvariant()}, or start one: source tests/servers.sh; start_servers");
}
