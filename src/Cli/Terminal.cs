using System.Text;
using Spectre.Console;

namespace DistPatterns.Cli;

/// <summary>Consoles that colour only where a person reads, and do not wrap reports: code and paths are read by eye and by machine alike.</summary>
internal static class Terminal
{
    public const int NeverWrap = 100_000;

    /// <summary>https://no-color.org: set to anything but nothing, it means no colours.</summary>
    public static bool ColoursWanted(bool redirected) => !redirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static IAnsiConsole Create(TextWriter output, bool colours, int width = NeverWrap)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = colours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = width;
        console.Profile.Encoding = Encoding.UTF8;
        return console;
    }
}
