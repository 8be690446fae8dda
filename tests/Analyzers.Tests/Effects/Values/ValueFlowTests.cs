using DistPatterns.Effects;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Effects.Values;

/// <summary>Where a value goes within its member.</summary>
public sealed class ValueFlowTests
{
    private const string Members = "bool Take() => true; Task<bool> TakeAsync() => Task.FromResult(true); void Use(object o) { } bool kept;";

    [Theory]
    [InlineData("[|Take()|];", "ExpressionStatement")]
    [InlineData("await [|TakeAsync()|];", "ExpressionStatement")]
    [InlineData("_ = await [|TakeAsync()|].ConfigureAwait(false);", "SimpleAssignment")]
    [InlineData("if (await [|TakeAsync()|]) { }", "Conditional")]
    [InlineData("if ([|TakeAsync()|].Result) { }", "Conditional")]
    [InlineData("var a = [|Take()|]; if (a) Use(a);", "Argument", "Conditional")]
    [InlineData("var a = [|Take()|]; var b = a; if (b) { }", "Conditional")]
    [InlineData("bool a; a = [|Take()|]; Use(a);", "Argument")]
    [InlineData("var a = [|Take()|];")]
    [InlineData("kept = [|Take()|];", "SimpleAssignment")]
    [InlineData("Use((object)[|Take()|]);", "Argument")]
    public void A_value_is_followed_to_what_uses_it(string body, params string[] uses) =>
        Assert.Equal(uses, ValueFlow.Uses(Operations.Of(body, Members)).Select(u => u.Parent!.Kind.ToString()).Order());
}
