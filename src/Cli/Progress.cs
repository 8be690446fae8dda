using Spectre.Console;

namespace DistPatterns.Cli;

/// <summary>Shows on standard error what goes on; where no person watches, only what is worth a line in a log.</summary>
internal sealed class Progress(Action<Step> show) : IProgress<Step>
{
    public void Report(Step step) => show(step);

    public static async Task<T> Show<T>(TextWriter error, bool live, Func<IProgress<Step>, Task<T>> work)
    {
        if (!live)
            return await work(new Progress(step =>
            {
                if (step.Lasting)
                    lock (error)
                        error.Write($"{step.What} …\n");
            }));
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(error),
            ColorSystem = Terminal.ColoursWanted(redirected: false) ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        return await console.Status().StartAsync("Looking around", context => work(new Progress(step => context.Status(Markup.Escape(Line(step))))));
    }

    private static string Line(Step step) => step.Of > 0 ? $"{step.What} ({step.Done}/{step.Of})" : step.What;
}
