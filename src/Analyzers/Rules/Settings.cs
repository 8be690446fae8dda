using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Rules;

/// <summary>What the project and its .editorconfig say.</summary>
internal sealed class Settings(AnalyzerConfigOptionsProvider options, string assembly)
{
    /// <summary>Whether the code is run by a test runner or a benchmark, never by a user. Libraries that tests share say so by name alone.</summary>
    public bool IsTest { get; } = string.Equals(Property(options, "IsTestProject"), "true", StringComparison.OrdinalIgnoreCase)
        || TestNames.AreOfAssembly(assembly);

    /// <summary>Whether the project makes a program, so that its configuration is here.</summary>
    public bool IsProgram { get; init; }

    /// <summary>An option of a rule, as <c>distpatterns.dual_write.outbox</c>; null when it is not set.</summary>
    public string? this[SyntaxTree tree, string key] => options.GetOptions(tree).TryGetValue(key, out var value) ? value : null;

    private static string? Property(AnalyzerConfigOptionsProvider options, string name) =>
        options.GlobalOptions.TryGetValue("build_property." + name, out var value) && value.Length > 0 ? value : null;
}
