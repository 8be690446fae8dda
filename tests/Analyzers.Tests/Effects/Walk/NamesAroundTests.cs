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

    [Fact]
    public async Task A_member_uses_what_it_names_and_not_what_it_declares()
    {
        var walked = await Walked.Of("class C { object kept = new(); object GetPending(int first) { object last = kept; return Math.Max(first, 1) > 1 ? last : kept; } }");

        Assert.Equal(["Math", "Max", "first", "kept", "last"], NamesAround.UsedInMember(walked.Body("GetPending").Place).Distinct().Order(StringComparer.Ordinal));
    }
}
