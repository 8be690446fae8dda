using System.Globalization;

namespace DistPatterns.Benchmarks.Outbox;

/// <summary>The result, as a table of Markdown.</summary>
internal sealed class Report
{
    private readonly List<string> _lines = [];

    /// <summary>Whether every target was met.</summary>
    public bool Holds { get; private set; } = true;

    public void Add(Scenario scenario, double[][] medians)
    {
        _lines.Add("");
        _lines.Add($"| {scenario.Title} | {string.Join(" | ", scenario.Columns)} | ratio | target |");
        _lines.Add($"|---|{string.Concat(scenario.Columns.Select(_ => "---|"))}---|---|");
        foreach (var ((contender, target), figures) in scenario.Contenders.Zip(medians))
        {
            var ratio = figures[0] / medians[0][0];
            var met = target?.IsMetBy(ratio) ?? true;
            Holds &= met;
            _lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"| {contender.Name} | {string.Join(" | ", figures.Select(Words))} | {ratio:0.00} | {(target is null ? "" : $"{target}: {(met ? "met" : "MISSED")}")} |"));
        }
    }

    public void Write(TextWriter to) => _lines.ForEach(to.WriteLine);

    private static string Words(double figure) => figure.ToString(figure < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);
}
