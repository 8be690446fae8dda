using System.CommandLine;
using System.CommandLine.Parsing;

namespace DistPatterns.Cli;

/// <summary>What is wrong with a command line, and what was probably meant.</summary>
internal static class WrongCommandLine
{
    /// <summary>Null where nothing is wrong.</summary>
    public static CheckException? Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var name = Name(parsed.CommandResult);
        var options = parsed.Tokens.Where(t => t.Type == TokenType.Argument && t.Value.StartsWith("--", StringComparison.Ordinal))
            .Select(t => t.Value.Split('=')[0]).ToList();
        var words = command.Arguments.Count == 0 ? parsed.UnmatchedTokens : [];
        var problems = options.Count > 0 ? options.Select(o => $"'{o}' is no option of '{name}'{Meant(o, Options(command))}")
            : words.Count > 0 ? words.Take(1).Select(w => $"'{w}' is no command of '{name}'{Meant(w, command.Subcommands.Select(c => c.Name))}")
            : parsed.Errors.Select(e => e.Message);
        var text = string.Join("\n       ", problems.Distinct());
        return text.Length == 0 ? null : new(text, $"'{name} --help' lists what can be said");
    }

    private static string Name(CommandResult at) => at.Parent is CommandResult outer ? $"{Name(outer)} {at.Command.Name}" : "distpatterns";

    private static string Meant(string word, IEnumerable<string> candidates) => NearestWord.To(word, candidates) is { } near ? $"; did you mean '{near}'?" : "";

    private static IEnumerable<string> Options(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options.Where(o => o.Recursive))).Select(o => o.Name);
}
