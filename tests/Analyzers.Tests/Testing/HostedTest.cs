using System.Collections.Immutable;
using DistPatterns.Hosts;
using DistPatterns.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Testing.Model;
using Microsoft.CodeAnalysis.Text;

namespace DistPatterns.Tests.Testing;

/// <summary>Roslyn's test of analyzers and fixes, given hosts that hold many rules, the modelled libraries, and every fix there is.</summary>
internal sealed class HostedTest : CSharpCodeFixTest<LiveAnalyzer, EmptyCodeFixProvider, DefaultVerifier>
{
    private readonly ImmutableArray<DiagnosticAnalyzer> _hosts;
    private readonly DiagnosticDescriptor _rule;

    /// <param name="hosts">The analyzers that run.</param>
    /// <param name="rule">What unnamed marks stand for.</param>
    /// <param name="alone">The other rules are off.</param>
    public HostedTest(ImmutableArray<DiagnosticAnalyzer> hosts, DiagnosticDescriptor rule, bool alone)
    {
        (_hosts, _rule) = (hosts, rule);
        // the package would download reference packs; ours come from the build of tests/Modelled
        ReferenceAssemblies = new ReferenceAssemblies("modelled");
        TestState.AdditionalReferences.AddRange(Modelled.References);
        if (CodeFixes.For(rule.Id).Any(f => f.GetFixAllProvider()?.GetSupportedFixAllScopes().Contains(FixAllScope.Solution) == false))
            CodeFixTestBehaviors |= CodeFixTestBehaviors.SkipFixAllInSolutionCheck;
        if (Rulebook.All.Any(r => r is GraphRule && r.Descriptor.Id == rule.Id))
            CodeFixTestBehaviors |= CodeFixTestBehaviors.SkipLocalDiagnosticCheck; // no editor shows it; dotnet format fixes it
        // what the tool says of itself stays on: a rule that throws must fail every test
        if (alone)
            DisabledDiagnostics.AddRange(hosts.SelectMany(h => h.SupportedDiagnostics).Select(d => d.Id).Distinct().Where(id => id != rule.Id && !id.StartsWith("DP0", StringComparison.Ordinal)));
    }

    /// <summary>The rule's findings in the first file, asked for as an editor does: for the span of one member after the other.</summary>
    public async Task<IEnumerable<TextSpan>> AskAsEditor(IEnumerable<TextSpan> spans, CancellationToken cancellation)
    {
        var supported = _hosts.SelectMany(h => h.SupportedDiagnostics).ToImmutableArray();
        var state = TestState.WithInheritedValuesApplied(null, []).WithProcessedMarkup(MarkupOptions, _rule, supported, [], DefaultFilePath);
        var project = await CreateProjectAsync(new EvaluatedProjectState(state, ReferenceAssemblies), [], cancellation);
        var compilation = (await project.GetCompilationAsync(cancellation))!;
        var tree = (await project.Documents.First().GetSyntaxTreeAsync(cancellation))!;
        var root = await tree.GetRootAsync(cancellation);
        var found = new List<TextSpan>();
        foreach (var member in spans.Select(s => root.FindNode(s).AncestorsAndSelf().OfType<MemberDeclarationSyntax>().First()).Distinct())
        {
            // a new compilation for each question, as each keystroke makes one
            var editor = CreateCompilationWithAnalyzers(compilation.Clone(), _hosts, GetAnalyzerOptions(project), cancellation);
            var said = await editor.GetAnalyzerSemanticDiagnosticsAsync(editor.Compilation.GetSemanticModel(tree), member.Span, cancellation);
            found.AddRange(said.Where(d => d.Id == _rule.Id).Select(d => d.Location.SourceSpan));
        }

        return found.Order();
    }

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => _hosts;

    protected override IEnumerable<CodeFixProvider> GetCodeFixProviders() => CodeFixes.For(_rule.Id);

    protected override DiagnosticDescriptor GetDefaultDiagnostic(DiagnosticAnalyzer[] analyzers) => _rule;

    // a name that does not say that it is a test
    protected override string DefaultTestProjectName => "Shop";

    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Latest);
}
