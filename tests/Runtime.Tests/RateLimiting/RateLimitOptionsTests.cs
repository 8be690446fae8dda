using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using DistPatterns.AspNetCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Polly;
using Polly.RateLimiting;

namespace DistPatterns.Runtime.Tests.RateLimiting;

public sealed class RateLimitOptionsTests
{
    public static TheoryData<RateLimitAlgorithm> Algorithms => [.. Enum.GetValues<RateLimitAlgorithm>()];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Each_algorithm_grants_its_limit_and_no_more(RateLimitAlgorithm algorithm)
    {
        using var limiter = new RateLimitOptions { Algorithm = algorithm, PermitLimit = 3, Window = TimeSpan.FromHours(1) }.CreateLimiter();
        Assert.True(limiter.AttemptAcquire(3).IsAcquired);
        Assert.False(limiter.AttemptAcquire().IsAcquired);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Each_key_of_a_partition_has_its_own_limit(RateLimitAlgorithm algorithm)
    {
        var options = new RateLimitOptions { Algorithm = algorithm, PermitLimit = 1, Window = TimeSpan.FromHours(1) };
        using var limiter = PartitionedRateLimiter.Create<string, string>(options.Partition);
        Assert.True(limiter.AttemptAcquire("a").IsAcquired);
        Assert.False(limiter.AttemptAcquire("a").IsAcquired);
        Assert.True(limiter.AttemptAcquire("b").IsAcquired);
    }

    [Theory]
    [InlineData(100, 10, 10)]
    [InlineData(15, 10, 3)]
    [InlineData(7, 10, 1)]
    [InlineData(97, 10, 97)]
    public void A_bucket_fills_in_whole_tokens_at_the_exact_rate(int limit, int segments, int tokensAStep)
    {
        using var limiter = (TokenBucketRateLimiter)new RateLimitOptions { PermitLimit = limit, Segments = segments, Window = TimeSpan.FromHours(1) }.CreateLimiter();
        Assert.Equal(TimeSpan.FromHours(1) * tokensAStep / limit, limiter.ReplenishmentPeriod);
    }

    [Fact]
    public async Task Polly_takes_the_limiter()
    {
        using var limiter = new RateLimitOptions { PermitLimit = 1, Window = TimeSpan.FromHours(1) }.CreateLimiter();
        var pipeline = new ResiliencePipelineBuilder().AddRateLimiter(limiter).Build();
        var token = TestContext.Current.CancellationToken;

        await pipeline.ExecuteAsync(_ => default, token);
        await Assert.ThrowsAsync<RateLimiterRejectedException>(async () => await pipeline.ExecuteAsync(_ => default, token));
    }

    [Fact]
    public void A_section_of_configuration_says_it_all()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Orders:Algorithm"] = "SlidingWindow", ["Orders:PermitLimit"] = "20", ["Orders:Window"] = "00:00:10",
        }).Build();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddOptions<RateLimitOptions>().BindConfiguration("Orders").ValidateDataAnnotations().Services.BuildServiceProvider();

        using var limiter = services.GetRequiredService<IOptions<RateLimitOptions>>().Value.CreateLimiter();

        Assert.IsType<SlidingWindowRateLimiter>(limiter);
        Assert.Equal(20, limiter.GetStatistics()!.CurrentAvailablePermits);
    }

    [Fact]
    public void An_option_out_of_range_is_refused_by_name() => Assert.Contains(
        nameof(RateLimitOptions.Window),
        Assert.Throws<ValidationException>(() => new RateLimitOptions { Window = TimeSpan.Zero }.CreateLimiter()).Message,
        StringComparison.Ordinal);
}
