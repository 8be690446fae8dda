using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Tests.Effects.Walk;

/// <summary>Whether one run can pass two places, by their syntax.</summary>
public sealed class BranchTests
{
    [Theory]
    [InlineData("if (x) A(); else B();")]
    [InlineData("if (x) { A(); return; } B();")]
    [InlineData("if (x) { if (y) A(); } else { while (y) B(); }")]
    [InlineData("switch (x) { case 1: A(); break; default: B(); break; }")]
    [InlineData("try { A(); } catch { B(); }")]
    [InlineData("_ = x ? A() : B();")]
    public void Arms_of_one_fork_exclude_each_other(string body)
    {
        var (a, b) = Branches(body);

        Assert.True(Branch.AreExclusive(a, b));
        Assert.False(Branch.Encloses(a, b));
    }

    [Theory]
    [InlineData("if (x) A(); B();", false)]
    [InlineData("A(); if (x) B();", true)]
    [InlineData("try { A(); } finally { B(); }", false)]
    [InlineData("foreach (var i in x) { A(); B(); }", true)]
    [InlineData("if (x) A(); if (y) B();", false)]
    public void Places_that_one_run_passes_exclude_nothing(string body, bool encloses)
    {
        var (a, b) = Branches(body);

        Assert.False(Branch.AreExclusive(a, b));
        Assert.Equal(encloses, Branch.Encloses(a, b));
    }

    private static (Branch?, Branch?) Branches(string body)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var root = CSharpSyntaxTree.ParseText($"class C {{ void M() {{ {body} }} }}", cancellationToken: cancellation).GetRoot(cancellation);
        return (Of("A"), Of("B"));

        Branch? Of(string name) => Branch.Of(root.DescendantNodes().OfType<InvocationExpressionSyntax>().Single(c => c.Expression.ToString() == name));
    }
}
