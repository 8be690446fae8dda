using System.CommandLine;

namespace DistPatterns.Arguments;

/// <summary>The servers that a command needs: those that are said, or those that tests/servers.sh has started.</summary>
internal static class Servers
{
    /// <summary>An option that names a server.</summary>
    /// <param name="name">What tests/servers.sh calls it.</param>
    /// <param name="what">What it is.</param>
    /// <param name="parse">Reads what tests/servers.sh says of it.</param>
    /// <param name="start">What starts one.</param>
    public static Option<T> Needed<T>(string name, string what, Func<string, T> parse, string start = "start_servers") => new($"--{name.ToLowerInvariant()}")
    {
        Description = $"{what}; that of {Variable(name)}, if not given.",
        DefaultValueFactory = given =>
        {
            if (Started(name) is { } started)
            {
                return parse(started);
            }

            given.AddError($"Say which by --{name.ToLowerInvariant()}, or start one: source tests/servers.sh; {start}");
            return default!;
        },
    };

    /// <summary>The server that tests/servers.sh has started, if it has.</summary>
    public static string? Started(string name) => Environment.GetEnvironmentVariable(Variable(name)) is { Length: > 0 } started ? started : null;

    private static string Variable(string name) => $"DISTPATTERNS_TEST_{name}";
}
