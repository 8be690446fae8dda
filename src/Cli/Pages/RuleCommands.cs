using System.CommandLine;
using System.Text.Json;
using DistPatterns.Cli.Reports;

namespace DistPatterns.Cli.Pages;

/// <summary><c>distpatterns rules</c> and <c>distpatterns explain</c>: what the rules are, in the terminal.</summary>
internal sealed class RuleCommands(TextWriter output, bool colours, int width)
{
    /// <summary>The table of all rules.</summary>
    public Command Rules()
    {
        var format = new Option<string>("--format") { Description = "How to write the table.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("rules", "List the rules.") { format };
        command.SetAction(parsed => List(parsed.GetValue(format) == "json"));
        return command;
    }

    /// <summary>The page of one rule.</summary>
    public Command Explain()
    {
        var id = new Argument<string>("RULE") { Description = "A rule's id, as in DP2001." };
        var command = new Command("explain", "Show the page of a rule: what fails, how to fix it, when it stays silent.") { id };
        command.SetAction(parsed => Show(parsed.GetRequiredValue(id)));
        return command;
    }

    private int List(bool asJson)
    {
        var pages = RulePage.All();
        if (asJson)
            output.Write(JsonSerializer.Serialize(pages.Select(p =>
                new { id = p.Id, title = p.Title, category = p.Category, severity = p.Severity, fix = p.Fix, help = p.Address }), JsonReport.Style) + "\n");
        else
            Rows.Write(Terminal.Create(output, colours), ["rule", "category", "severity", "fix", "what"],
                pages.Select(p => new Row([p.Id, p.Category, p.Severity, p.Fix.Length > 0 ? "yes" : "", p.Title], null)));
        return ExitCodes.Clean;
    }

    private int Show(string id)
    {
        var pages = RulePage.All();
        var page = pages.FirstOrDefault(p => p.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
            ?? throw new CheckException(
                $"no rule is called '{id}'{(NearestWord.To(id, pages.Select(p => p.Id)) is { } near ? $"; did you mean '{near}'?" : "")}",
                "'distpatterns rules' lists them");
        PageText.Write(Terminal.Create(output, colours, width), page);
        return ExitCodes.Clean;
    }
}
