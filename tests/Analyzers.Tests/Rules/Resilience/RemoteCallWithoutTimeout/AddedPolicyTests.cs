using DistPatterns.Rules.Resilience;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Resilience;

/// <summary>A policy that only retries or breaks limits no call; one that is not seen whole may.</summary>
public sealed class AddedPolicyTests
{
    private static string Program(string policy, string mark) => $$"""
        using Microsoft.Extensions.DependencyInjection;
        using Polly;
        class Shop
        {
            static void Main() { }
            static void Add(IServiceCollection services, IAsyncPolicy<HttpResponseMessage> given) => services.{{mark}}("prices").AddPolicyHandler({{policy}});
            static IAsyncPolicy<HttpResponseMessage> Retry() => Policy<HttpResponseMessage>.Handle<HttpRequestException>().WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(n));
            static IAsyncPolicy<HttpResponseMessage> Retry(HttpRequestMessage request) => Retry();
            static IAsyncPolicy<HttpResponseMessage> Limit() => Policy.TimeoutAsync<HttpResponseMessage>(3);
            static IAsyncPolicy<HttpResponseMessage> Limit(HttpRequestMessage request) { var limit = Limit(); return Retry().WrapAsync(limit); }
        }
        """;

    [Theory]
    [InlineData("Policy<HttpResponseMessage>.Handle<HttpRequestException>().RetryAsync(3)")]
    [InlineData("Retry()")]
    [InlineData("Retry")]
    [InlineData("(services, request) => Retry()")]
    [InlineData("request => request.Method == HttpMethod.Get ? Retry() : Policy.NoOpAsync<HttpResponseMessage>()")]
    public Task A_policy_that_only_retries_is_no_limit(string policy) =>
        RuleTest.Of<RemoteCallWithoutTimeout>().AsProgram().Reports(Program(policy, "[|AddHttpClient|]"));

    [Theory]
    [InlineData("Limit()")]
    [InlineData("Limit")]
    [InlineData("Policy.WrapAsync(Retry(), Limit())")]
    [InlineData("request => request.Method == HttpMethod.Get ? Limit() : Retry()")]
    [InlineData("given")]
    public Task A_policy_that_limits_or_is_not_seen_whole_is_believed(string policy) =>
        RuleTest.Of<RemoteCallWithoutTimeout>().AsProgram().StaysSilent(Program(policy, "AddHttpClient"));
}
