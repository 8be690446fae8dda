using System.CommandLine;
using System.CommandLine.Parsing;

namespace DistPatterns.Cli.Outbox;

/// <summary><c>distpatterns outbox</c>, as a user writes it.</summary>
internal static class OutboxCommand
{
    /// <param name="run">What it does; the exit code is its answer.</param>
    public static Command New(Func<OutboxRequest, CancellationToken, Task<int>> run)
    {
        var postgres = new Option<string>("--postgres")
        {
            HelpName = "CONNECTION",
            Description = "The connection string of the PostgreSQL with the outbox.",
            Recursive = true,
        };
        var sqlite = new Option<string>("--sqlite")
        {
            HelpName = "CONNECTION",
            Description = "The connection string of the SQLite with the outbox, as in 'Data Source=shop.db'.",
            Recursive = true,
        };
        var ids = new Option<Guid[]>("--id")
        {
            HelpName = "ID",
            Description = "The message. May be repeated.",
            DefaultValueFactory = _ => [],
            CustomParser = ReadIds,
        };
        var all = new Option<bool>("--all") { Description = "All parked messages." };
        var count = new Option<int>("--count") { HelpName = "N", Description = "How many are shown at most.", DefaultValueFactory = _ => 100 };

        var list = new Command("list", "Show the parked messages, the oldest first.") { count };
        var replay = new Command("replay", "Put parked messages back into the outbox, where they were in the order of their key.") { ids, all };
        var discard = new Command("discard", "Throw parked messages away. Later messages of their key go on.") { ids, all };
        var outbox = new Command("outbox", "Look at, replay and discard the parked messages of an outbox.") { list, replay, discard, postgres, sqlite };
        foreach (var (command, action) in new[] { (list, OutboxAction.List), (replay, OutboxAction.Replay), (discard, OutboxAction.Discard) })
        {
            command.SetAction((parsed, cancel) => run(
                new(action, parsed.GetValue(postgres), parsed.GetValue(sqlite), parsed.GetValue(ids) ?? [], parsed.GetValue(count)),
                cancel));
            command.Validators.Add(parsed =>
            {
                if (parsed.GetValue(postgres) is null == parsed.GetValue(sqlite) is null)
                {
                    parsed.AddError("the outbox is in one database: say --postgres or --sqlite");
                }

                if (action != OutboxAction.List && parsed.GetValue(all) == parsed.GetResult(ids) is { Implicit: false })
                {
                    parsed.AddError("say which messages: --id for some, or --all");
                }
            });
        }

        return outbox;
    }

    private static Guid[] ReadIds(ArgumentResult result)
    {
        List<Guid> ids = [];
        foreach (var token in result.Tokens)
        {
            if (Guid.TryParse(token.Value, out var id))
            {
                ids.Add(id);
            }
            else
            {
                result.AddError($"'{token.Value}' is no id of a message: 'distpatterns outbox list' shows them");
            }
        }

        return [.. ids];
    }
}
