using System.Collections.Immutable;
using DistPatterns.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Hosts;

/// <summary>
/// Reports what a solution's graph found, into the compilation that it was found in: so severities, options and suppressions
/// hold exactly as for a finding of that project's own. The command line tool makes it; no compiler loads it.
/// </summary>
/// <remarks>File by file: an action of the whole compilation would have every body of it bound once more.</remarks>
#pragma warning disable RS1001 // deliberately without the attribute: it is not one of the package's analyzers
internal sealed class SolutionReporter(IReadOnlyList<Diagnostic> findings) : DiagnosticAnalyzer
#pragma warning restore RS1001
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        GraphAnalyzer.Rules.Select(r => r.AtEnd).Append(Describe.AtCompilationEnd(ToolDiagnostics.RuleFailed)).ToImmutableArray();

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterSyntaxTreeAction(file =>
        {
            foreach (var finding in findings.Where(f => f.Location.SourceTree == file.Tree))
                file.ReportDiagnostic(finding);
        });
    }
}
