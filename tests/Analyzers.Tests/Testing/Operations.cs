using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Tests.Testing;

/// <summary>The operation of one marked expression: <c>[|…|]</c> in the body of a method, or of a member beside it.</summary>
internal static class Operations
{
    private static readonly CSharpCompilation Framework = CSharpCompilation.Create(
        "operations", references: Modelled.References, options: new(OutputKind.DynamicallyLinkedLibrary));

    public static IOperation Of(string body, string members = "") => Of<IOperation>(body, members);

    public static T Of<T>(string body, string members = "")
        where T : IOperation
    {
        var marked = $"using System; using System.Threading; using System.Threading.Tasks; class C {{ async Task M(string p) {{ {body} }} {members} }}";
        var (start, end) = (marked.IndexOf("[|", StringComparison.Ordinal), marked.IndexOf("|]", StringComparison.Ordinal) - 2);
        var tree = CSharpSyntaxTree.ParseText(marked.Replace("[|", "").Replace("|]", ""), new(LanguageVersion.Latest));
        var compilation = Framework.AddSyntaxTrees(tree);
        Assert.Equal([], compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        var member = tree.GetRoot().FindToken(start).Parent!.AncestorsAndSelf().OfType<BaseMethodDeclarationSyntax>().Last();
        var root = compilation.GetSemanticModel(tree).GetOperation(member)!;
        return root.Descendants().OfType<T>().First(o => o.Syntax.Span.Start == start && o.Syntax.Span.End == end && o is not IArgumentOperation && !o.IsImplicit);
    }
}
