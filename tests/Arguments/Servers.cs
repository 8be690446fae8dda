using System.CommandLine;
using System.CommandLine.Parsing;

namespace DistPatterns.Arguments;

/// <summary>The servers that a command needs: those that are said, or those that tests/servers.sh has started.</summary>
internal static class Servers
{
    /// <summary>An option that names a server.</summary>
    /// <param name="name">What tests/servers.sh calls it.</param>
    /// <param name="what">What it is.</param>
    /// <param name="parse">Reads its address.</param>
    /// <param name="start">What starts one.</param>
    public static Option<T> Needed<T>(string name, string what, Func<string, T> parse, string start = "start_servers")
    {
        var option = $"--{name.ToLowerInvariant()}";
        return new(option)
        {
            Description = $"{what}; that of {Variable(name)}, if not given.",
            CustomParser = given => Read(given.Tokens[0].Value, option, given),
            DefaultValueFactory = given =>
            {
                if (Started(name) is { } started)
                {
                    return Read(started, Variable(name), given);
                }

                given.AddError($"Say which by {option}, or start one: source tests/servers.sh; {start}");
                return default!;
            },
        };

        T Read(string address, string whence, ArgumentResult given)
        {
            try
            {
                return parse(address);
            }
            catch (FormatException e)
            {
                given.AddError($"{whence} is '{address}': {e.Message}");
                return default!;
            }
        }
    }

    /// <summary>The server that tests/servers.sh has started, if it has.</summary>
    public static string? Started(string name) => Environment.GetEnvironmentVariable(Variable(name)) is { Length: > 0 } started ? started : null;

    private static string Variable(string name) => $"DISTPATTERNS_TEST_{name}";
}
