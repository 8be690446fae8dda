using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Hosts;

/// <summary>The options of several projects: for each file, those of the project that it stands in.</summary>
internal sealed class SolutionOptions(IReadOnlyList<CompilationFacts> projects) : AnalyzerConfigOptionsProvider
{
    private readonly AnalyzerConfigOptionsProvider _first = projects[0].Review.Options;

    public override AnalyzerConfigOptions GlobalOptions => _first.GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) =>
        (projects.FirstOrDefault(p => p.Compilation.ContainsSyntaxTree(tree))?.Review.Options ?? _first).GetOptions(tree);

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _first.GetOptions(textFile);
}
