using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Values;

public sealed class KnownTextTests
{
    private const string Members = """
        const string Host = "shop"; static readonly string Kept = "kept"; static readonly Uri Address = new("http://kept"); static string Changes = "changes";
        """;

    [Theory]
    [InlineData("object o = [|\"a\"|];", "a")]
    [InlineData("object o = [|Host + \":80\"|];", "shop:80")]
    [InlineData("object o = [|new Uri(\"http://a\")|];", "http://a")]
    [InlineData("object o = [|Kept|];", "kept")]
    [InlineData("object o = [|Address|];", "http://kept")]
    [InlineData("var a = new Uri(Host); object o = [|a|];", "shop")]
    [InlineData("var a = Host; a = p; object o = [|a|];", null)]
    [InlineData("var a = p ?? Host; object o = [|a|];", null)]
    [InlineData("object o = [|Changes|];", null)]
    [InlineData("object o = [|p|];", null)]
    public void A_text_that_is_the_same_on_every_run_is_known(string body, string? text) => Assert.Equal(text, KnownText.Of(Operations.Of(body, Members)));
}
