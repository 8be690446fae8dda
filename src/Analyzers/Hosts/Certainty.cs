using DistPatterns.Rules;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Hosts;

/// <summary>
/// The option <c>distpatterns.certainty</c>, of all rules or of a family (<c>distpatterns.resilience.certainty</c>): where it is <c>certain</c>,
/// a finding that its rule made weaker than the rule's default is left out.
/// </summary>
internal static class Certainty
{
    public static bool Admits(Finding finding, DiagnosticDescriptor rule, Settings settings)
    {
        if (finding.Severity is not { } severity || severity >= rule.DefaultSeverity || finding.Location.SourceTree is not { } tree)
            return true;
        var asked = settings[tree, $"distpatterns.{rule.Category.ToLowerInvariant()}.certainty"] ?? settings[tree, "distpatterns.certainty"];
        return !string.Equals(asked, "certain", StringComparison.OrdinalIgnoreCase);
    }
}
