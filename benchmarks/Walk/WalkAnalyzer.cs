using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Benchmarks;

/// <summary>Visits every operation of every body once and does nothing with it: the least that any analyzer of calls must cost.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WalkAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Never = new("WALK", "Never", "Never", "Benchmark", DiagnosticSeverity.Info, isEnabledByDefault: true);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Never);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterOperationBlockAction(block =>
        {
            foreach (var operation in block.OperationBlocks)
            {
                foreach (var _ in operation.DescendantsAndSelf())
                {
                }
            }
        });
    }
}
