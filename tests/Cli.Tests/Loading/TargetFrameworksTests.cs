using DistPatterns.Cli.Loading;

namespace DistPatterns.Cli.Tests.Loading;

public sealed class TargetFrameworksTests
{
    [Theory]
    [InlineData("net10.0", "net8.0", "net10.0", "netstandard2.0")]
    [InlineData("net8.0", "netstandard2.1", "net48", "net8.0")]
    [InlineData("net9.0", "net9.0-android", "net9.0", "net9.0-ios")]
    [InlineData("net9.0-android", "net9.0-android", "net9.0-ios")]
    [InlineData("netstandard2.0", "net48", "netstandard2.0")]
    public void The_newest_net_without_a_platform_is_checked(string newest, params string[] frameworks) => Assert.Equal(newest, TargetFrameworks.Newest(frameworks));
}
