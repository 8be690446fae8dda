using System.Collections.Immutable;
using DistPatterns.CodeFixes.Partitioning;
using DistPatterns.Hosts;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Tests.CodeFixes;

/// <summary>Fixing everything at once as <c>dotnet format</c> asks for it; as editors ask is part of every fix's own test.</summary>
public sealed class FixAllTests
{
    private const string Source = """
        class Hashes
        {
            int A(string key) => System.Math.Abs(key.GetHashCode());
            int Partition(string key) => key.GetHashCode() & 7;
            int B(string key) => System.Math.Abs(key.GetHashCode());
        }
        """;

    [Fact]
    public async Task Without_a_key_every_finding_of_the_rule_is_fixed()
    {
        var (document, found) = await Find();

        var action = await Ask(document, found);

        Assert.Equal(Source.Replace("System.Math.Abs(key.GetHashCode())", "key.GetHashCode() & int.MaxValue"), await Apply(action!, document));
    }

    [Fact]
    public async Task A_finding_of_another_rule_is_offered_nothing()
    {
        var (document, found) = await Find();
        var offers = new List<CodeAction>();

        await new HashOverflowFix().RegisterCodeFixesAsync(new(document, found.First(d => d.Id == "DP5001"), (offer, _) => offers.Add(offer), TestContext.Current.CancellationToken));

        Assert.Empty(offers);
    }

    private static async Task<(Document Document, ImmutableArray<Diagnostic> Found)> Find()
    {
        var document = new AdhocWorkspace().AddProject("Shop", LanguageNames.CSharp)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)).WithMetadataReferences(Modelled.References)
            .AddDocument("Hashes.cs", Source);
        var compilation = (await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        return (document, await compilation.WithAnalyzers([new LiveAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
    }

    private static Task<CodeAction?> Ask(Document document, ImmutableArray<Diagnostic> found)
    {
        var fix = new HashOverflowFix();
        return fix.GetFixAllProvider()!.GetFixAsync(new(document, fix, FixAllScope.Solution, null, fix.FixableDiagnosticIds, new Findings(found), TestContext.Current.CancellationToken));
    }

    private static async Task<string> Apply(CodeAction action, Document document)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        return (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }

    private sealed class Findings(ImmutableArray<Diagnostic> found) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(found);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(found);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(found);
    }
}
