using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Walk;

/// <summary>The names that say what some code is for.</summary>
public sealed class NamesAroundTests
{
    [Theory]
    [InlineData("var report = [|Use(p, \"the key\")|];", "Use", "p", "the key", "report", "M", "C")]
    [InlineData("kept = (object)[|Use(p, $\"lock:{p}\")|];", "Use", "p", "lock:", "p", "kept", "M", "C")]
    [InlineData("void Inner() => [|Use(p)|];", "Use", "p", "Inner", "M", "C")]
    public void Names_and_texts_are_told_from_the_inside_out(string body, params string[] names) =>
        Assert.Equal(names, NamesAround.Of(Operations.Of(body, "object? kept; static object Use(params object[] o) => o;")));
}
