using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Values;

/// <summary>Keys that mean the same are written the same.</summary>
public sealed class NameExpressionTests
{
    [Theory]
    [InlineData("[|\"lock:\" + p|]")]
    [InlineData("[|$\"lock:{p}\"|]")]
    [InlineData("[|Prefix + \":\" + p|]")]
    [InlineData("[|string.Concat(\"lock:\", p)|]", "{Concat(lock:,{p})}")]
    [InlineData("key; var other = [|key|]")]
    [InlineData("[|new Name($\"lock:{p}\")|]")]
    [InlineData("[|NameOf(p)|]", "{NameOf({p})}")]
    [InlineData("[|changed|]", "{changed}")]
    public void A_key_is_what_it_is_made_of(string key, string expected = "lock:{p}") => Assert.Equal(expected, NameExpression.Of(Operations.Of(
        $"var key = $\"{{Prefix}}:{{p}}\"; var changed = key; changed = p; object o = {key};",
        "const string Prefix = \"lock\"; static string NameOf(string p) => p; record Name(string Text);")));
}
