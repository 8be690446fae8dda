using DistPatterns.Replication;
using FsCheck;
using FsCheck.Fluent;

namespace DistPatterns.Runtime.Tests.Replication;

public sealed class SessionTokenTests
{
    [Fact]
    public void A_token_never_forgets() =>
        Prop.ForAll<ulong[]>(positions => positions.Aggregate(default(SessionToken), (token, position) => token.After(position)).Position == positions.Append(0UL).Max()).QuickCheckThrowOnFailure();

    [Fact]
    public void A_token_travels_as_text() =>
        Prop.ForAll<ulong>(position => SessionToken.TryParse(new SessionToken(position).ToString(), out var token) && token.Position == position).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("no token")]
    [InlineData("10000000000000000")]
    public void What_is_no_token_is_not_taken_for_one(string? text) => Assert.False(SessionToken.TryParse(text, out _));
}
