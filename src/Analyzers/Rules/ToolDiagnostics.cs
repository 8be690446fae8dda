using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DistPatterns.Rules;

/// <summary>What the tool reports about itself and its input.</summary>
internal static class ToolDiagnostics
{
    public static readonly DiagnosticDescriptor RuleFailed = Describe.Rule("DP0001",
        title: "A rule failed and was turned off",
        messageFormat: "Rule {0} failed and is off for this compilation; the other rules go on: {1}",
        category: Family.DistPatterns,
        defaultSeverity: DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor BrokenModel = Describe.Rule("DP0002",
        title: "A line of a model file cannot be read",
        messageFormat: "This line does not count: {0}",
        category: Family.DistPatterns,
        defaultSeverity: DiagnosticSeverity.Warning);

    public static Diagnostic Failed(Rule rule, Exception exception)
    {
        var what = $"{exception.GetType().Name}: {exception.Message} {FirstFrame(exception)}".Replace("\r", "").Replace('\n', ' ');
        return Diagnostic.Create(RuleFailed, Location.None, rule.Descriptor.Id, what);
    }

    public static Diagnostic Broken(ModelError error, SourceText text)
    {
        var start = new LinePosition(error.Line - 1, error.Column - 1);
        var end = new LinePosition(error.Line - 1, error.Column - 1 + error.Length);
        var lines = new LinePositionSpan(start, end);
        return Diagnostic.Create(BrokenModel, Location.Create(error.File, text.Lines.GetTextSpan(lines), lines), error.Message);
    }

    private static string FirstFrame(Exception exception) => exception.StackTrace?.Split('\n').FirstOrDefault()?.Trim() ?? "";
}
