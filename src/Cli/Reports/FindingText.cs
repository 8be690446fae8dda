using System.Collections.Immutable;
using DistPatterns.Cli.Checking;
using Spectre.Console;

namespace DistPatterns.Cli.Reports;

/// <summary>One finding: headline, place, the code with the span underlined, the chain of calls, where to read more.</summary>
internal static class FindingText
{
    private const int TabWidth = 4;
    private const int MostPlaces = 3;
    private const int WidestLine = 200; // a minified line would bury the rest

    public static void Write(IAnsiConsole console, Finding finding, Func<string, string> pathOf)
    {
        var margin = new string(' ', finding.Line.ToString().Length);
        console.Write(new Text($"{SeverityName.Of(finding.Severity)}[{finding.Rule}]", TextReport.StyleOf(finding.Severity)));
        console.MarkupLineInterpolated($"[bold]: {finding.Message}[/]");
        console.MarkupLineInterpolated($"{margin}[blue]-->[/] {pathOf(finding.File)}:{finding.Line}:{finding.Column}");
        if (finding.Frame is { } frame)
            WriteFrame(console, finding, frame, margin);
        if (!finding.Chain.IsEmpty)
            console.MarkupLineInterpolated($"{margin} [blue]=[/] via: {string.Join(" → ", finding.Chain)}");
        if (!finding.Also.IsEmpty)
            console.MarkupLineInterpolated($"{margin} [blue]=[/] also: {Places(finding.Also, pathOf)}");
        if (!finding.Unbound.IsEmpty)
            console.MarkupLineInterpolated($"{margin} [blue]=[/] not certain, for want of a package: {Places(finding.Unbound, pathOf)}");
        if (finding.Help.Length > 0)
            console.MarkupLineInterpolated($"{margin} [blue]=[/] help: {finding.Help}");
        console.WriteLine();
    }

    private static void WriteFrame(IAnsiConsole console, Finding finding, CodeFrame frame, string margin)
    {
        console.MarkupLineInterpolated($"{margin} [blue]|[/]");
        for (var i = 0; i < frame.Lines.Length; i++)
        {
            var number = (frame.FirstLine + i).ToString().PadLeft(margin.Length);
            console.MarkupLineInterpolated($"[blue]{number} |[/]{Indented(Clip(Expand(frame.Lines[i])))}");
        }

        var line = frame.Lines[^1];
        var start = Math.Min(finding.Column - 1, line.Length);
        var end = finding.EndLine == finding.Line ? Math.Clamp(finding.EndColumn - 1, start, line.Length) : line.TrimEnd().Length;
        var from = Expand(line[..start]).Length;
        var to = Math.Max(Expand(line[..Math.Max(end, start)]).Length, from + 1); // an empty span still needs a mark
        if (from < WidestLine)
        {
            console.MarkupInterpolated($"{margin} [blue]|[/] {new string(' ', from)}");
            console.Write(new Text(new string('^', Math.Min(to, WidestLine) - from) + "\n", TextReport.StyleOf(finding.Severity)));
        }
    }

    private static string Places(ImmutableArray<RelatedPlace> places, Func<string, string> pathOf) =>
        string.Join(", ", places.Take(MostPlaces).Select(p => Place(p, pathOf)))
        + (places.Length > MostPlaces ? $", and {places.Length - MostPlaces} more" : "");

    private static string Place(RelatedPlace place, Func<string, string> pathOf) =>
        (place.Role.Length > 0 ? place.Role + " " : "") + $"{pathOf(place.File)}:{place.Line}:{place.Column}";

    private static string Indented(string line) => line.Length == 0 ? "" : " " + line;

    private static string Clip(string line) => line.Length <= WidestLine ? line.TrimEnd() : line[..WidestLine] + " …";

    private static string Expand(string line) => line.Replace("\t", new string(' ', TabWidth));
}
