using System.CommandLine;
using DistPatterns.Arguments;

namespace DistPatterns.Crash.Chaos;

/// <summary><c>chaos</c>: a program with an outbox and consumers, whose database and broker are taken away from it in several ways.</summary>
internal static class ChaosCommand
{
    public static Command Create()
    {
        var names = new Option<string[]>("--runs") { Description = "The runs; all, if none is given.", AllowMultipleArgumentsPerToken = true }.AcceptOnlyFromAmong([.. ChaosRun.All.Select(r => r.Name)]);
        var scale = new Option<double>("--scale") { Description = "How long everything takes, as a multiple of the usual.", DefaultValueFactory = _ => 1 }.Within(0.01, 100);
        var rate = new Option<int>("--rate") { Description = "How many transactions a second, of two messages each.", DefaultValueFactory = _ => 100 }.Within(1, 10_000);
        var postgres = Servers.Needed("POSTGRES", "The PostgreSQL, which runs may stop", s => s);
        var rabbitMq = Servers.Needed("RABBITMQ", "The RabbitMQ, which runs may stop", s => new Uri(s));
        var command = new Command("chaos", "Takes database, broker, queues and handlers away from a program, and counts what became of its messages.") { names, scale, rate, postgres, rabbitMq };
        command.SetAction(async (given, cancellationToken) =>
        {
            var table = new ChaosTable();
            foreach (var run in ChaosRun.All.Where(r => given.GetValue(names) is not { Length: > 0 } some || some.Contains(r.Name)))
            {
                await using var world = await ChaosWorld.CreateAsync(given.GetValue(postgres)!, given.GetValue(rabbitMq)!, given.GetValue(rate), given.GetValue(scale), cancellationToken);
                table.Add(run, await run.RunAsync(world));
            }

            table.Write(Console.Out);
            return table.Holds ? 0 : 1;
        });
        return command;
    }
}
