using System.Collections.Concurrent;
using DistPatterns.Effects;
using DistPatterns.Hosts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Tests.Testing;

/// <summary>What the one walk finds in some code, and the graph of it; no rule is asked.</summary>
internal sealed class Walked
{
    // shared, because binding this many references costs more than everything else here
    private static readonly CSharpCompilation Libraries = CSharpCompilation.Create(
        "Shop", references: Modelled.References, options: new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private Walked(CompilationFacts facts, GraphExtent extent)
    {
        Bodies = [.. facts.Facts.OrderBy(b => b.Place.Span.Start).ThenByDescending(b => b.Place.Span.Length)];
        Graph = new(Bodies, DeclaredTypes.In(facts.Compilation), facts.Review.Catalog, extent);
    }

    /// <summary>The bodies by where they begin.</summary>
    public IReadOnlyList<BodyFacts> Bodies { get; }

    public EffectGraph Graph { get; }

    /// <summary>All sites of all bodies.</summary>
    public IEnumerable<Site> Sites => Bodies.SelectMany(b => b.Sites);

    public static Task<Walked> Of(string source, GraphExtent extent = GraphExtent.Solution)
    {
        var compilation = Compile(source);
        Assert.Equal([], compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        return Walk(compilation, extent);
    }

    /// <summary>Of code in which a name is unknown, as in a program whose packages are missing.</summary>
    public static Task<Walked> OfUnbound(string source) => Walk(Compile(source), GraphExtent.Solution);

    private static CSharpCompilation Compile(string source)
    {
        const string usings = "global using System; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;\n";
        return Libraries.AddSyntaxTrees(CSharpSyntaxTree.ParseText(usings + source, new(LanguageVersion.Latest), "/Shop.cs"));
    }

    private static async Task<Walked> Walk(CSharpCompilation compilation, GraphExtent extent)
    {
        var facts = new ConcurrentBag<CompilationFacts>();
        await compilation.WithAnalyzers([new GraphAnalyzer(facts.Add)], new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return new(facts.Single(), extent);
    }

    /// <summary>The one body whose member has this name.</summary>
    public BodyFacts Body(string member) => Bodies.Single(b => b.Owner.Name == member && SymbolEqualityComparer.Default.Equals(b.Method, b.Owner));

    /// <summary>The one site that calls a member of this name.</summary>
    public Site Site(string name) => Sites.Single(s => s.Name == name);

    /// <summary>The members whose bodies a site may run, as <c>Type.Member</c>.</summary>
    public IEnumerable<string> TargetsOf(string site) => Graph.TargetsOf(Site(site)).Select(Name).Order(StringComparer.Ordinal);

    public static string Name(BodyFacts body) => $"{body.Type!.Name}.{body.Owner.Name}";

    /// <summary>A trace as the names of its sites, outermost first.</summary>
    public static string Path(Trace trace) => string.Join(" → ", trace.Steps.Select(s => s.Site.Name));
}
