using System.Reflection;
using DistPatterns.Hosts;
using DistPatterns.Rules;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Repository;

/// <summary>Every descriptor and every rule, found by reflection.</summary>
internal static class RuleIndex
{
    /// <summary>The descriptors of all rules and of the tool itself, by id.</summary>
    public static readonly IReadOnlyList<DiagnosticDescriptor> Descriptors =
        [.. new LiveAnalyzer().SupportedDiagnostics.Concat(new GraphAnalyzer().SupportedDiagnostics).GroupBy(d => d.Id).Select(g => g.First()).OrderBy(d => d.Id)];

    /// <summary>The families in the order of their blocks of ids: the first is DP0.</summary>
    public static readonly IReadOnlyList<string> Families =
        [.. typeof(Family).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)];

    public static DiagnosticDescriptor Descriptor(string id) => Descriptors.Single(d => d.Id == id);

    public static string Severity(DiagnosticDescriptor rule) => !rule.IsEnabledByDefault ? "off" : rule.DefaultSeverity.ToString().ToLowerInvariant();
}
