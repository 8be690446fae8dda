using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules;

/// <summary>Makes descriptors. Parameters are named as the constructor's are, so that release tracking reads them.</summary>
internal static class Describe
{
    /// <summary>Where the pages of the rules are.</summary>
    public const string Pages = "https://github.com/distpatterns/DistPatterns/blob/main/docs/rules/";

    public static DiagnosticDescriptor Rule(string id, string title, string messageFormat, string category, DiagnosticSeverity defaultSeverity) =>
        new(id, title, messageFormat, category, defaultSeverity, isEnabledByDefault: true, helpLinkUri: Pages + id + ".md");

    /// <summary>The same rule, as the host that runs at the end of the compilation must declare it.</summary>
    public static DiagnosticDescriptor AtCompilationEnd(DiagnosticDescriptor rule) =>
        new(
            rule.Id,
            rule.Title,
            rule.MessageFormat,
            rule.Category,
            rule.DefaultSeverity,
            rule.IsEnabledByDefault,
            rule.Description,
            rule.HelpLinkUri,
            WellKnownDiagnosticTags.CompilationEnd);
}
