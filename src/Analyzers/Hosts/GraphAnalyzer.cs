using System.Collections.Immutable;
using DistPatterns.Effects;
using DistPatterns.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Hosts;

/// <summary>Hosts what needs the whole compilation: effects through other types, interfaces and registrations.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GraphAnalyzer : DiagnosticAnalyzer
{
    internal static readonly ImmutableArray<(EffectRule Rule, DiagnosticDescriptor AtEnd)> Rules = Rulebook.All
        .OfType<EffectRule>().Select(r => (r, Describe.AtCompilationEnd(r.Descriptor))).ToImmutableArray();

    private readonly Action<CompilationFacts>? _instead;

    /// <summary>Judges each compilation by itself.</summary>
    public GraphAnalyzer()
    {
    }

    /// <summary>Hands the facts of each compilation on instead of judging them: the CLI joins those of a solution.</summary>
    internal GraphAnalyzer(Action<CompilationFacts> instead) => _instead = instead;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Rules
        .Select(r => r.AtEnd).Append(Describe.AtCompilationEnd(ToolDiagnostics.RuleFailed)).ToImmutableArray();

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterCompilationStartAction(start =>
        {
            var review = Review.Of(start.Compilation, start.Options, Rulebook.All, ofSolution: _instead is not null);
            if (review.Settings.IsTest)
                return; // every rule is silent there
            start.RegisterSymbolStartAction(type => Bodies(review, type), SymbolKind.NamedType);
            start.RegisterCompilationEndAction(end =>
            {
                var gathered = new CompilationFacts(end.Compilation, review, review.Facts);
                if (_instead is not null)
                {
                    _instead(gathered);
                    return;
                }

                foreach (var diagnostic in GraphReview.Judge(new[] { gathered }, review.Settings.IsProgram ? GraphExtent.Program : GraphExtent.Library))
                    end.ReportDiagnostic(diagnostic);
            });
        });
    }

    // not of the whole compilation at once: the compiler binds what it is asked for
    private static void Bodies(Review review, SymbolStartAnalysisContext context)
    {
        if (!Migrations.Are((INamedTypeSymbol)context.Symbol))
            context.RegisterOperationBlockAction(block => review.Body(block.OwningSymbol, block.OperationBlocks));
    }
}
