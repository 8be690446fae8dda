using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistPatterns.Effects;
using DistPatterns.Hosts;
using DistPatterns.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Tests.Testing;

/// <summary>Several projects whose graphs are joined and judged as one, as the command line tool does.</summary>
internal sealed class Solution
{
    private readonly List<CSharpCompilation> _projects = [];
    private ImmutableArray<MetadataReference> _libraries = Modelled.References;

    /// <summary>The projects from here on reference the runtime library, as it is built here.</summary>
    public Solution WithRuntime()
    {
        _libraries = Modelled.References.AddRange(Modelled.Runtime);
        return this;
    }

    /// <summary>Adds a project that sees all those added before it.</summary>
    public Solution With(string name, string source, bool isProgram = false) => Add(name, source, isProgram, _projects.Select(p => p.ToMetadataReference()));

    /// <summary>Adds a project that sees no other.</summary>
    public Solution Apart(string name, string source) => Add(name, source, isProgram: false, []);

    private Solution Add(string name, string source, bool isProgram, IEnumerable<MetadataReference> projects)
    {
        var usings = "global using System; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;\n";
        var tree = CSharpSyntaxTree.ParseText(usings + source, new(LanguageVersion.Latest), $"/{name}/{name}.cs");
        _projects.Add(CSharpCompilation.Create(
            name,
            [tree],
            _libraries.AddRange(projects),
            new(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)));
        return this;
    }

    /// <summary>What is found under one id, as <c>project: the marked text</c>; with one severity, if it is given.</summary>
    public async Task<string[]> Find(string id, DiagnosticSeverity? severity = null) =>
        [.. (await Judge()).Where(d => d.Id == id && (severity is null || d.Severity == severity)).Select(Text).Order()];

    /// <summary>The calls that each finding under one id names, and what it says that its other places are.</summary>
    public async Task<string[]> Chains(string id) =>
        [.. (await Judge()).Where(d => d.Id == id).Select(d => $"{d.Properties[Finding.ChainProperty]}; {d.Properties[Finding.AlsoProperty]}").Order(StringComparer.Ordinal)];

    private async Task<IEnumerable<Diagnostic>> Judge()
    {
        var facts = new ConcurrentBag<CompilationFacts>();
        foreach (var project in _projects)
            await project.WithAnalyzers([new GraphAnalyzer(facts.Add)], new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return GraphReview.Judge([.. facts.OrderBy(f => f.Compilation.AssemblyName, StringComparer.Ordinal)], GraphExtent.Solution);
    }

    private static string Text(Diagnostic diagnostic)
    {
        var tree = diagnostic.Location.SourceTree!;
        return $"{Path.GetFileNameWithoutExtension(tree.FilePath)}: {tree.GetText().ToString(diagnostic.Location.SourceSpan)}";
    }
}
