using System.CommandLine;
using DistPatterns.Arguments;

namespace DistPatterns.Crash.Clocks;

/// <summary><c>clocks</c>: two processes on one PostgreSQL whose clocks differ by minutes.</summary>
internal static class ClocksCommand
{
    public static Command Create(Option<Mutation> mutation)
    {
        var minutes = new Option<int>("--minutes") { Description = "How far one clock is ahead of the database's, and the other behind.", DefaultValueFactory = _ => 5 }.Within(3, 10_000);
        var kills = new Option<int>("--kills") { Description = "How often one of the two is killed and started again, each five seconds.", DefaultValueFactory = _ => 10 }.Within(1, 10_000);
        var postgres = Servers.Needed("POSTGRES", "The PostgreSQL", s => s);
        var command = new Command("clocks", "Has processes whose clocks differ share leases, timers and an outbox, and counts what became of them.") { minutes, kills, mutation, FakeClock.Library, postgres };
        command.SetAction(async (given, cancellationToken) =>
        {
            var by = TimeSpan.FromMinutes(given.GetValue(minutes));
            await using var database = await ClockedDatabase.CreateAsync(given.GetValue(postgres)!, given.GetValue(mutation), cancellationToken);
            var pair = new ClockedPair(database, given.GetValue(FakeClock.Library)!, by);
            await pair.RunAsync(given.GetValue(kills), cancellationToken);
            var result = await database.CountAsync(by);
            Console.WriteLine($"| {by.TotalMinutes} minutes ahead and behind, {given.GetValue(kills)} kills | |\n| --- | --: |");
            foreach (var (what, count, holds) in result)
            {
                Console.WriteLine($"| {what} | {count}{(holds ? "" : " FAILS")} |");
            }

            return result.All(r => r.Holds) ? 0 : 1;
        });
        return command;
    }
}
