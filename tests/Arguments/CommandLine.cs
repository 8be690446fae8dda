using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;

namespace DistPatterns.Arguments;

/// <summary>What the programs of tests and benchmarks do about arguments that make no sense.</summary>
internal static class CommandLine
{
    /// <summary>Takes what lies between two values, those included.</summary>
    public static Option<T> Within<T>(this Option<T> option, T least, T most) where T : IComparable<T>, IParsable<T>
    {
        option.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: var said }] && T.TryParse(said, CultureInfo.InvariantCulture, out var value) && (value.CompareTo(least) < 0 || value.CompareTo(most) > 0))
            {
                given.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {value}: it must be between {least} and {most}."));
            }
        });
        return option;
    }

    /// <summary>Runs the command.</summary>
    /// <returns>What it returns; 2 where the arguments were wrong, after it was said how.</returns>
    public static async Task<int> RunAsync(this RootCommand command, string[] args)
    {
        var parsed = command.Parse(args);
        if (parsed.Action is not ParseErrorAction)
        {
            return await parsed.InvokeAsync();
        }

        foreach (var error in parsed.Errors)
        {
            await Console.Error.WriteLineAsync(error.Message);
        }

        return 2;
    }
}
