using System.Globalization;

namespace DistPatterns.Crash.Chaos;

/// <summary>The results, as a table of Markdown.</summary>
internal sealed class ChaosTable
{
    private readonly List<string> _rows = [];

    /// <summary>Whether nothing was wrong.</summary>
    public bool Holds { get; private set; } = true;

    public void Add(ChaosRun run, ChaosResult result)
    {
        Holds &= result.Holds;
        var again = result.FirstAgain is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s") : "never";
        _rows.Add($"| {run.Name} | {run.What} | {result.Sent} | {result.Meanwhile} | {result.Lost} | {result.Twice} | {result.OutOfOrder} | {again} | {(result.Holds ? "holds" : "FAILS")} |");
        Console.Error.WriteLine(_rows[^1]);
    }

    public void Write(TextWriter to)
    {
        to.WriteLine("| run | what happens | sent | came meanwhile | lost | twice | out of order | first came again after | |");
        to.WriteLine("| --- | --- | --: | --: | --: | --: | --: | --: | --- |");
        _rows.ForEach(to.WriteLine);
    }
}
