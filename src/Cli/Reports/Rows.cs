using Microsoft.CodeAnalysis;
using Spectre.Console;

namespace DistPatterns.Cli.Reports;

/// <summary>Aligned columns without frames or trailing blanks: a table that can be pasted, compared and cut.</summary>
internal static class Rows
{
    private const int Gap = 3;

    public static void Write(IAnsiConsole console, string[] header, IEnumerable<Row> rows)
    {
        var lines = rows.ToList();
        var widths = header.Select((title, i) => lines.Select(l => l.Cells[i].Length).Append(title.Length).Max() + Gap).ToArray();
        console.Write(new Text(Line(header, widths) + "\n", new Style(decoration: Decoration.Dim)));
        foreach (var line in lines)
            console.Write(new Text(Line(line.Cells, widths) + "\n", line.Severity is { } severity ? TextReport.StyleOf(severity) : null));
        console.WriteLine();
    }

    private static string Line(string[] cells, int[] widths) => string.Concat(cells.Select((c, i) => c.PadRight(widths[i]))).TrimEnd();
}

/// <summary>One line of a table, coloured by a severity where it is about one.</summary>
internal readonly record struct Row(string[] Cells, DiagnosticSeverity? Severity);
