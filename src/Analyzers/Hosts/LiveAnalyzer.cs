using System.Collections.Immutable;
using DistPatterns.Constants;
using DistPatterns.Effects;
using DistPatterns.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Hosts;

/// <summary>Hosts what an editor shows while typing: rules about calls, bodies and types, and effects through the calls within one type.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LiveAnalyzer : DiagnosticAnalyzer
{
    private readonly IReadOnlyList<Rule> _rules;
    private readonly TypeRule[] _typeRules;
    private readonly ScopeRule[] _scopeRules;

    /// <summary>Hosts every rule there is.</summary>
    public LiveAnalyzer()
        : this(Rulebook.All)
    {
    }

    /// <summary>Hosts these rules.</summary>
    internal LiveAnalyzer(IReadOnlyList<Rule> rules)
    {
        _rules = rules;
        _typeRules = rules.OfType<TypeRule>().ToArray();
        _scopeRules = rules.OfType<ScopeRule>().ToArray();
        SupportedDiagnostics = rules.Where(r => r is not GraphRule).Select(r => r.Descriptor)
            .Append(ToolDiagnostics.RuleFailed).Append(ToolDiagnostics.BrokenModel).ToImmutableArray();
    }

    /// <summary>Whether the walk serves a graph of the whole solution too.</summary>
    internal bool OfSolution { get; init; }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var review = Review.Of(start.Compilation, start.Options, _rules, OfSolution);
            start.RegisterAdditionalFileAction(file => Files(review, file));
            if (review.Settings.IsTest)
                return; // every rule is silent there
            start.RegisterSymbolAction(c => Types(review, c), SymbolKind.NamedType);
            start.RegisterSymbolStartAction(type => Scope(review, type), SymbolKind.NamedType);
        });
    }

    private void Types(Review review, SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        foreach (var rule in _typeRules)
        {
            foreach (var diagnostic in review.Ask(rule, rule.Descriptor, () => rule.Judge(type, review.Catalog, review.Settings, context.CancellationToken)))
                context.ReportDiagnostic(diagnostic);
        }

        foreach (var diagnostic in review.Constants(CodeConstants.In(type, review.WantsConstant, context.CancellationToken)))
            context.ReportDiagnostic(diagnostic);
    }

    private void Scope(Review review, SymbolStartAnalysisContext context)
    {
        if (Migrations.Are((INamedTypeSymbol)context.Symbol))
            return;
        var facts = new List<BodyFacts>();
        context.RegisterOperationBlockAction(block =>
        {
            var body = review.Body(block.OwningSymbol, block.OperationBlocks);
            foreach (var diagnostic in body.Diagnostics)
                block.ReportDiagnostic(diagnostic);
            lock (facts)
                facts.AddRange(body.Facts);
        });
        context.RegisterSymbolEndAction(end =>
        {
            foreach (var diagnostic in ScopeReview.Judge(review, _scopeRules, (INamedTypeSymbol)end.Symbol, facts))
                end.ReportDiagnostic(diagnostic);
        });
    }

    private static void Files(Review review, AdditionalFileAnalysisContext context)
    {
        var file = context.AdditionalFile;
        if (Models.IsModel(file) && file.GetText(context.CancellationToken) is { } model)
        {
            foreach (var error in Models.Read(file).Errors)
                context.ReportDiagnostic(ToolDiagnostics.Broken(error, model));
        }
        else if (!review.Settings.IsTest && JsonConstants.IsSettings(file.Path) && file.GetText(context.CancellationToken) is { } settings)
        {
            foreach (var diagnostic in JsonConstants.In(settings, file.Path).SelectMany(review.Constants))
                context.ReportDiagnostic(diagnostic);
        }
    }
}
