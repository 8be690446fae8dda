using DistPatterns.Effects;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Effects.Values;

public sealed class LocalTimeTests
{
    [Theory]
    [InlineData("object o = [|DateTime.Now|];", true)]
    [InlineData("object o = [|DateTime.Today.AddDays(1)|];", true)]
    [InlineData("object o = [|DateTime.Now - TimeSpan.FromSeconds(1)|];", true)]
    [InlineData("object o = [|DateTime.UtcNow.ToLocalTime()|];", true)]
    [InlineData("object o = [|DateTimeOffset.UtcNow.DateTime|];", true)]
    [InlineData("var soon = DateTime.Now.AddSeconds(1); DateTime? o = [|soon|];", true)]
    [InlineData("var soon = DateTime.Now; soon = soon.ToUniversalTime(); DateTime? o = [|soon|];", false)]
    [InlineData("object o = [|DateTime.UtcNow.AddSeconds(DateTime.Now.Second)|];", false)]
    [InlineData("object o = [|DateTimeOffset.Now.UtcDateTime|];", false)]
    [InlineData("object o = [|DateTime.Parse(p)|];", false)] // unknown: trusted
    public void A_time_that_is_not_in_UTC_is_known(string body, bool isLocal) => Assert.Equal(isLocal, LocalTime.Is(Operations.Of(body)));
}
