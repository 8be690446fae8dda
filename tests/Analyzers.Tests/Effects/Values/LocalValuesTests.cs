using DistPatterns.Effects;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Tests.Effects.Values;

/// <summary>What a local is given, and whether the member looks at it.</summary>
public sealed class LocalValuesTests
{
    [Theory]
    [InlineData("var n = 1; _ = [|n|];", "1")]
    [InlineData("int n; n = 1; if (p == null) n = 2; _ = [|n|];", "1", "2")]
    [InlineData("int n; int.TryParse(p, out n); _ = [|n|];")]
    public void Declarations_and_assignments_give_it_values(string body, params string[] values)
    {
        var read = Local(body);

        Assert.Equal(values, LocalValues.Of(read.Local, read).Select(v => v.Syntax.ToString()));
    }

    [Theory]
    [InlineData("var n = 1; n &= 3; _ = [|n|];", true)]
    [InlineData("var n = 1; n++; _ = [|n|];", true)]
    [InlineData("var n = 1; n = 2; _ = [|n|];", false)]
    public void A_change_in_place_is_told(string body, bool changed)
    {
        var read = Local(body);

        Assert.Equal(changed, LocalValues.IsChangedInPlace(read.Local, read));
    }

    [Theory]
    [InlineData("var n = 1; if (n < 0) n = 0; _ = [|n|];", true)]
    [InlineData("var n = 1; if (int.MinValue == n) n = 0; _ = [|n|];", true)]
    [InlineData("var n = 1; if (n is < 0 or > 9) n = 0; _ = [|n|];", true)]
    [InlineData("_ = p.Length == 0 ? 0 : [|p.Length|];", true)]
    [InlineData("var n = 1; var m = 2; if (m < 0) n = 0; _ = [|n|];", false)]
    [InlineData("var n = 1; var m = 2; if (n < m) n = 0; _ = [|n|];", false)] // says nothing of its sign
    public void A_comparison_with_a_constant_is_a_look(string body, bool compared) =>
        Assert.Equal(compared, LocalValues.IsCompared(Operations.Of(body)));

    private static ILocalReferenceOperation Local(string body) => Operations.Of<ILocalReferenceOperation>(body);
}
