using System.CommandLine;
using DistPatterns.Arguments;

namespace DistPatterns.Crash;

/// <summary><c>lease</c>: processes that hold a lease on PostgreSQL are killed.</summary>
internal static class LeaseCommand
{
    public static Command Create(Option<Mutation> mutation)
    {
        var kills = new Option<int>("--kills") { Description = "How often a holder is killed.", DefaultValueFactory = _ => 10 }.Within(1, 10_000);
        var postgres = Servers.Needed("POSTGRES", "The PostgreSQL", s => s);
        var command = new Command("lease", "Kills processes that hold a lease and looks who gets it, when, and what the dead one's token can still do.") { kills, mutation, postgres };
        command.SetAction(async (given, _) =>
        {
            var oracle = await new LeaseKills(given.GetValue(postgres)!, given.GetValue(mutation)).RunAsync(given.GetValue(kills));
            oracle.Write(Console.Out);
            return oracle.Holds ? 0 : 1;
        });
        return command;
    }
}
