using System.Data.Common;
using System.Globalization;
using DistPatterns.Outbox;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace DistPatterns.Cli.Outbox;

/// <summary>Does what is asked of the parked messages of an outbox.</summary>
internal sealed class ParkedOutbox(TextWriter output, bool colours)
{
    public async Task<int> RunAsync(OutboxRequest request, CancellationToken cancel)
    {
        try
        {
            await using var services = new ServiceCollection()
                .AddDistPatterns(p => _ = (request.Postgres is { } postgres ? p.UsePostgres(postgres) : p.UseSqlite(request.Sqlite!)).AddOutbox())
                .BuildServiceProvider();
            foreach (var tables in services.GetDistPatternsTables())
            {
                await tables.Schema.CheckAsync(tables.Source, cancel);
            }

            var parked = services.GetRequiredService<IParkedMessages>();
            return request.Action switch
            {
                OutboxAction.List => List(await parked.ListAsync(request.Count, cancel)),
                OutboxAction.Replay => Done("put back into the outbox", await parked.ReplayAsync(Ids(request), cancel), request),
                _ => Done("discarded", await parked.DiscardAsync(Ids(request), cancel), request),
            };
        }
        catch (ArgumentException e)
        {
            throw new CheckException($"the connection string is not one: {e.Message}", "pass it as the program has it, in quotation marks");
        }
        catch (SchemaMismatchException e)
        {
            throw new CheckException(e.Message, e.Found is null
                ? "pass the connection string of the database that has the outbox"
                : "or use the version of this tool that the programs over this database have");
        }
        catch (DbException e)
        {
            throw new CheckException($"the outbox cannot be read: {e.Message}",
                "pass the connection string of a database that is up and has the tables of the outbox; its search path counts");
        }
    }

    private static IReadOnlyList<Guid>? Ids(OutboxRequest request) => request.Ids.Count > 0 ? request.Ids : null;

    private int Done(string what, int count, OutboxRequest request)
    {
        output.Write($"{count} of {(request.Ids.Count > 0 ? $"{request.Ids.Count} messages" : "all parked messages")} {what}\n");
        return count >= request.Ids.Count ? ExitCodes.Clean : ExitCodes.Findings;
    }

    private int List(IReadOnlyList<ParkedMessage> messages)
    {
        if (messages.Count == 0)
        {
            output.Write("no message is parked\n");
            return ExitCodes.Clean;
        }

        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output), Ansi = colours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors });
        console.Profile.Width = colours ? console.Profile.Width : 200;
        var table = new Table().Border(TableBorder.Simple).AddColumns("Id", "Type", "To", "Key", "Attempts", "Parked", "Holds its key", "Error");
        foreach (var message in messages)
        {
            var envelope = message.Message.Envelope;
            table.AddRow(new[]
            {
                envelope.Id.ToString(), envelope.Type, envelope.Destination, envelope.Key ?? "",
                    message.Message.Attempts.ToString(CultureInfo.InvariantCulture),
                message.ParkedAt.ToString("u", CultureInfo.InvariantCulture), message.HoldsKey ? "yes" : "no", message.Error,
            }.Select(Markup.Escape).ToArray());
        }

        console.Write(table);
        return ExitCodes.Findings;
    }
}
