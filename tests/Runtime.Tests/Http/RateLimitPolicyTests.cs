using System.Net;
using DistPatterns.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Runtime.Tests.Http;

public sealed class RateLimitPolicyTests
{
    [Fact]
    public async Task A_rejected_request_is_told_when_to_come_again()
    {
        var limit = new RateLimitOptions { Algorithm = RateLimitAlgorithm.FixedWindow, PermitLimit = 1, Window = TimeSpan.FromHours(1) };
        await using var server = await LoopbackServer.StartAsync(
            _ => Task.CompletedTask,
            services => services.AddRateLimiter(limiter => limiter
                .AddPolicy("tenants", limit, context => context.Request.Query["tenant"].ToString())
                .RejectWithRetryAfter()),
            app =>
            {
                app.UseRateLimiter();
                app.MapGet("/", () => "ok").RequireRateLimiting("tenants");
            });
        using var client = new HttpClient { BaseAddress = server.Address };
        var token = TestContext.Current.CancellationToken;

        using var first = await client.GetAsync("/?tenant=a", token);
        using var second = await client.GetAsync("/?tenant=a", token);
        using var other = await client.GetAsync("/?tenant=b", token);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(60));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }
}
