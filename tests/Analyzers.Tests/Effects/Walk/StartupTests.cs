using DistPatterns.Effects;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Tests.Effects.Walk;

/// <summary>The code that runs once in a process.</summary>
public sealed class StartupTests
{
    [Theory]
    [InlineData("static C() { _ = [|new object()|]; }", true)]
    [InlineData("static void Main() { _ = [|new object()|]; }", true)]
    [InlineData("static void Main() { Func<object> later = () => [|new object()|]; }", false)]
    [InlineData("static void Main() { object Later() => [|new object()|]; }", false)]
    [InlineData("void Run() { _ = [|new object()|]; }", false)]
    [InlineData("C() { _ = [|new object()|]; }", false)]
    public void Main_and_static_constructors_run_once_and_their_lambdas_when_called(string member, bool once)
    {
        var made = Operations.Of("", member);
        var owner = made.SemanticModel!.GetDeclaredSymbol(made.Syntax.Ancestors().OfType<BaseMethodDeclarationSyntax>().Last(), TestContext.Current.CancellationToken)!;

        Assert.Equal(once, Startup.Runs(made, owner));
    }
}
