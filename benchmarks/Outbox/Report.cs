using System.Globalization;

namespace DistPatterns.Benchmarks.Outbox;

/// <summary>The result, as a table of Markdown.</summary>
internal sealed class Report
{
    private readonly List<string> _lines = [];

    /// <summary>Whether every target was met.</summary>
    public bool Holds { get; private set; } = true;

    /// <summary>Adds the medians over the rounds; of the ratios too, each to the reference in its own round, since the machine is not the same in all.</summary>
    public void Add(Scenario scenario, IReadOnlyList<double[]>[] rounds)
    {
        _lines.Add("");
        _lines.Add($"| {scenario.Title} | {string.Join(" | ", scenario.Columns)} | ratio | target |");
        _lines.Add($"|---|{string.Concat(scenario.Columns.Select(_ => "---|"))}---|---|");
        foreach (var ((contender, target), measured) in scenario.Contenders.Zip(rounds))
        {
            var ratio = Median(measured.Zip(rounds[0], (figures, reference) => figures[0] / reference[0]));
            var met = target?.IsMetBy(ratio) ?? true;
            Holds &= met;
            _lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"| {contender.Name} | {string.Join(" | ", scenario.Columns.Select((_, column) => Words(Median(measured.Select(figures => figures[column])))))} | {ratio:0.00} | {(target is null ? "" : $"{target}: {(met ? "met" : "MISSED")}")} |"));
        }
    }

    public void Write(TextWriter to) => _lines.ForEach(to.WriteLine);

    private static double Median(IEnumerable<double> figures) => Percentiles.Of([.. figures], 0.5);

    private static string Words(double figure) => figure.ToString(figure < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);
}
