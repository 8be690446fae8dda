using DistPatterns.Resilience;
using FsCheck;
using FsCheck.Fluent;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class DeadlineHeaderTests
{
    [Theory]
    [InlineData("1500", 1500)]
    [InlineData("0", 0)]
    public void Milliseconds_are_read(string value, double milliseconds)
    {
        Assert.True(DeadlineHeader.Http.TryParse(value, out var remaining));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), remaining);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData(" 1")]
    [InlineData("1s")]
    [InlineData("9223372036854775807")]
    public void What_is_no_number_of_milliseconds_is_refused(string value) => Assert.False(DeadlineHeader.Http.TryParse(value, out _));

    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("3S", 3_000)]
    [InlineData("4m", 4)]
    [InlineData("5000u", 5)]
    [InlineData("6000000n", 6)]
    public void Every_unit_of_grpc_is_read(string value, double milliseconds)
    {
        Assert.True(DeadlineHeader.Grpc.TryParse(value, out var remaining));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), remaining);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("10")]
    [InlineData("10s")]
    [InlineData("-1S")]
    [InlineData("123456789S")]
    public void What_grpc_does_not_write_is_refused(string value) => Assert.False(DeadlineHeader.Grpc.TryParse(value, out _));

    [Fact]
    public void The_longest_time_is_written_as_the_longest_that_grpc_can_say() =>
        Assert.Equal("99999999H", DeadlineHeader.Grpc.Format(TimeSpan.MaxValue));

    [Theory]
    [InlineData("application/grpc+proto", "grpc-timeout")]
    [InlineData("application/json", "x-request-timeout-ms")]
    [InlineData(null, "x-request-timeout-ms")]
    public void The_content_type_decides_the_header(string? contentType, string name) => Assert.Equal(name, DeadlineHeader.For(contentType).Name);

    [Fact]
    public void What_is_sent_is_read_back_never_longer_and_hardly_shorter() =>
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue).Select(ms => TimeSpan.FromMicroseconds(ms * 7.3)).ToArbitrary(),
            sent =>
            {
                foreach (var header in (DeadlineHeader[])[DeadlineHeader.Http, DeadlineHeader.Grpc])
                {
                    Assert.True(header.TryParse(header.Format(sent), out var read));
                    Assert.InRange(sent - read, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
                }
            }).QuickCheckThrowOnFailure();
}
