using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistPatterns.Effects;
using DistPatterns.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Hosts;

/// <summary>Hosts what an editor shows while typing: rules about calls, bodies and types, and effects through the calls within one type.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LiveAnalyzer : DiagnosticAnalyzer
{
    private static readonly TypeRule[] TypeRules = Rulebook.All.OfType<TypeRule>().ToArray();
    private static readonly ScopeRule[] ScopeRules = Rulebook.All.OfType<ScopeRule>().ToArray();

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Rulebook.All
        .Where(r => r is not GraphRule).Select(r => r.Descriptor).Append(ToolDiagnostics.RuleFailed).Append(ToolDiagnostics.BrokenModel).ToImmutableArray();

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var review = Review.Of(start.Compilation, start.Options);
            start.RegisterOperationBlockAction(block =>
            {
                foreach (var diagnostic in review.Body(block.OwningSymbol, block.OperationBlocks).Diagnostics)
                    block.ReportDiagnostic(diagnostic);
            });
            start.RegisterSymbolAction(c => Types(review, c), SymbolKind.NamedType);
            start.RegisterSymbolStartAction(type => Scope(review, type), SymbolKind.NamedType);
            start.RegisterAdditionalFileAction(BrokenModels);
        });
    }

    private static void Types(Review review, SymbolAnalysisContext context)
    {
        foreach (var rule in TypeRules)
        {
            foreach (var diagnostic in review.Ask(rule, rule.Descriptor, () => rule.Judge((INamedTypeSymbol)context.Symbol, review.Settings, context.CancellationToken)))
                context.ReportDiagnostic(diagnostic);
        }
    }

    private static void Scope(Review review, SymbolStartAnalysisContext context)
    {
        var facts = new ConcurrentBag<MethodFacts>();
        context.RegisterOperationBlockAction(block =>
        {
            foreach (var body in review.Body(block.OwningSymbol, block.OperationBlocks).Facts)
                facts.Add(body);
        });
        context.RegisterSymbolEndAction(end =>
        {
            foreach (var diagnostic in ScopeReview.Judge(review, ScopeRules, (INamedTypeSymbol)end.Symbol, facts))
                end.ReportDiagnostic(diagnostic);
        });
    }

    private static void BrokenModels(AdditionalFileAnalysisContext context)
    {
        if (!Models.IsModel(context.AdditionalFile) || context.AdditionalFile.GetText(context.CancellationToken) is not { } text)
            return;
        foreach (var error in Models.Read(context.AdditionalFile).Errors)
            context.ReportDiagnostic(ToolDiagnostics.Broken(error, text));
    }
}
