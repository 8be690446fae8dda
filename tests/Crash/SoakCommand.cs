using System.CommandLine;
using DistPatterns.Arguments;

namespace DistPatterns.Crash;

/// <summary><c>soak</c>: samples/ShopFixed in several processes on PostgreSQL and RabbitMQ, one of which is killed again and again.</summary>
internal static class SoakCommand
{
    public static Command Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long orders are placed.", DefaultValueFactory = _ => 10 }.Within(0.1, 1_440);
        var rate = new Option<double>("--rate") { Description = "How many orders a second, by all processes together.", DefaultValueFactory = _ => 100 }.Within(0.1, 100_000);
        var processes = new Option<int>("--processes") { Description = "How many processes the shop has.", DefaultValueFactory = _ => 3 }.Within(1, 100);
        var every = new Option<double>("--kill-every") { Description = "After how many seconds one of them is killed and started again.", DefaultValueFactory = _ => 30 }.Within(1, 86_400);
        var shop = new Option<string>("--shop") { Description = "The shop's program: one that was published, say; that of this build, if not given.", DefaultValueFactory = _ => Soak.Built };
        var patience = new Option<double>("--patience") { Description = "How many minutes the orders may take to end, once no more are placed.", DefaultValueFactory = _ => 10 }.Within(0.1, 1_440);
        var postgres = Servers.Needed("POSTGRES", "The PostgreSQL", s => s);
        var rabbitMq = Servers.Needed("RABBITMQ", "The RabbitMQ, of which nobody else has the shop's queues", s => s);
        var command = new Command("soak", "Has a shop of several processes take orders, kills one of them again and again, and counts how the orders ended.") { minutes, rate, processes, every, shop, patience, postgres, rabbitMq };
        command.SetAction(async (given, cancellationToken) =>
        {
            await using var database = await SoakDatabase.CreateAsync(given.GetValue(postgres)!);
            var soak = new Soak(database, given.GetValue(rabbitMq)!, given.GetValue(shop)!, given.GetValue(rate), given.GetValue(processes));
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
}
