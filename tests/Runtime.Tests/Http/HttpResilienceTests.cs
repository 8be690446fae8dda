using System.Net;
using System.Net.Sockets;
using DistPatterns.Http;
using DistPatterns.Resilience;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace DistPatterns.Runtime.Tests.Http;

/// <summary>The pipeline against a real server that is slow, fails, drops connections and recovers.</summary>
public sealed class HttpResilienceTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_fails_and_drops_connections_is_asked_until_it_recovers()
    {
        await using var server = await ScriptedServer.StartAsync(Fails, Drops);
        using var client = Client();
        using var response = await client.GetAsync(server.Address, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task A_slow_attempt_is_given_up_and_made_again()
    {
        var hangs = new Hanging();
        await using var server = await ScriptedServer.StartAsync(hangs.HandleAsync);
        using var client = Client();

        var answer = client.GetAsync(server.Address, Token);
        await hangs.Reached;
        _time.Advance(TimeSpan.FromSeconds(10));

        using var response = await answer;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task A_request_ends_when_its_total_time_is_up()
    {
        var hangs = new Hanging();
        await using var server = await ScriptedServer.StartAsync(hangs.HandleAsync);
        using var client = Client(options => options.TotalTimeout = TimeSpan.FromSeconds(10));

        var answer = client.GetAsync(server.Address, Token);
        await hangs.Reached;
        _time.Advance(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<TimeoutRejectedException>(() => answer);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_post_without_a_key_is_sent_exactly_once_to_a_server_that_fails()
    {
        await using var server = await ScriptedServer.StartAsync(Fails, Fails);
        using var client = Client();

        using var response = await client.PostAsync(server.Address, new StringContent("order"), Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(["order"], server.Bodies);
    }

    [Fact]
    public async Task A_post_without_a_key_is_sent_exactly_once_to_a_server_that_drops_it()
    {
        await using var server = await ScriptedServer.StartAsync(Drops, Drops);
        using var client = Client();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(server.Address, new StringContent("order"), Token));

        Assert.Equal(["order"], server.Bodies);
    }

    [Fact]
    public async Task A_post_with_a_key_is_sent_again_as_it_was()
    {
        await using var server = await ScriptedServer.StartAsync(Fails, Drops);
        using var client = Client();
        using var request = Post(server.Address, new StringContent("order"));
        request.Headers.Add("Idempotency-Key", "7");

        using var response = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["order", "order", "order"], server.Bodies);
    }

    [Fact]
    public async Task A_stream_is_not_sent_again_for_it_was_read()
    {
        await using var server = await ScriptedServer.StartAsync(Fails, Fails);
        using var client = Client();
        using var request = Post(server.Address, new StreamContent(new MemoryStream([1])));
        request.Headers.Add("Idempotency-Key", "7");

        using var response = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_post_that_never_left_is_tried_again()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound but not listening: every connection is refused
        var retries = 0;
        using var client = Client(options => options.Retry.OnRetry = _ => { retries++; return default; });

        await Assert.ThrowsAsync<HttpRequestException>(() =>
            client.PostAsync($"http://{taken.LocalEndPoint}", new StringContent("order"), Token));

        Assert.Equal(3, retries);
    }

    [Fact]
    public async Task A_predicate_of_the_users_own_cannot_send_a_post_twice()
    {
        await using var server = await ScriptedServer.StartAsync(Fails, Fails);
        using var client = Client(options => options.Retry.ShouldHandle = _ => new(true));
        using var response = await client.PostAsync(server.Address, new StringContent("order"), Token);
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData("7", null, 7)]
    [InlineData("Wed, 25 Nov 2026 10:00:09 GMT", "Wed, 25 Nov 2026 10:00:00 GMT", 9)]
    [InlineData("Wed, 25 Nov 2026 09:00:00 GMT", "Wed, 25 Nov 2026 10:00:00 GMT", 0)]
    public async Task The_wait_that_the_server_asks_for_is_kept(string retryAfter, string? date, int seconds)
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = retryAfter;
            context.Response.Headers.Date = date ?? context.Response.Headers.Date;
            return Task.CompletedTask;
        });
        TimeSpan? wait = null;
        using var enough = new CancellationTokenSource();
        using var client = Client(options => options.Retry.OnRetry = retry =>
        {
            wait = retry.RetryDelay;
            enough.Cancel();
            return default;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAsync(server.Address, enough.Token));

        Assert.Equal(TimeSpan.FromSeconds(seconds), wait);
    }

    [Fact]
    public async Task A_wait_that_does_not_fit_into_the_callers_time_returns_the_servers_answer()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "7";
            return Fails(context);
        });
        using var client = Client();
        using var scope = Deadline.Push(Deadline.After(TimeSpan.FromSeconds(5), _time));

        using var response = await client.GetAsync(server.Address, Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_server_that_keeps_failing_is_left_alone_and_asked_again_after_a_break()
    {
        await using var server = await ScriptedServer.StartAsync(Fails, Fails);
        using var client = Client(options =>
        {
            options.Retry.ShouldHandle = _ => new(false);
            (options.CircuitBreaker.MinimumThroughput, options.CircuitBreaker.HalfOpenProbes) = (2, 1);
        });

        using var first = await client.GetAsync(server.Address, Token);
        using var second = await client.GetAsync(server.Address, Token);
        await Assert.ThrowsAsync<BrokenCircuitException>(() => client.GetAsync(server.Address, Token));
        Assert.Equal(2, server.Requests);

        _time.Advance(TimeSpan.FromSeconds(5));
        using var probe = await client.GetAsync(server.Address, Token);
        Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
    }

    [Fact]
    public async Task Time_that_the_callers_lack_is_not_held_against_the_server()
    {
        Hanging[] hangs = [new(), new()];
        await using var server = await ScriptedServer.StartAsync([.. hangs.Select<Hanging, RequestDelegate>(each => each.HandleAsync)]);
        using var client = Client(options => options.CircuitBreaker.MinimumThroughput = 2);
        foreach (var each in hangs)
        {
            using var scope = Deadline.Push(Deadline.After(TimeSpan.FromSeconds(1), _time));
            var answer = client.GetAsync(server.Address, Token);
            await each.Reached;
            _time.Advance(TimeSpan.FromSeconds(1));
            await Assert.ThrowsAsync<TimeoutRejectedException>(() => answer);
        }

        using var response = await client.GetAsync(server.Address, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(null, "10000")]
    [InlineData(4, "4000")]
    public async Task The_server_is_told_the_time_of_the_attempt(int? callersSeconds, string expected)
    {
        await using var server = await ScriptedServer.StartAsync();
        using var client = Client();
        using var scope = callersSeconds is { } seconds ? Deadline.Push(Deadline.After(TimeSpan.FromSeconds(seconds), _time)) : Deadline.Suppress();
        using var response = await client.GetAsync(server.Address, Token);
        Assert.Equal(expected, server.LastHeaders?["x-request-timeout-ms"].ToString());
    }

    [Fact]
    public async Task A_full_bulkhead_rejects_at_once()
    {
        var hangs = new Hanging();
        await using var server = await ScriptedServer.StartAsync(hangs.HandleAsync);
        using var client = Client(options => options.Bulkhead.MaxConcurrency = 1);
        using var leave = new CancellationTokenSource();

        var first = client.GetAsync(server.Address, leave.Token);
        await hangs.Reached;
        await Assert.ThrowsAsync<BulkheadRejectedException>(() => client.GetAsync(server.Address, Token));

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, true)]
    [InlineData(HttpStatusCode.TooManyRequests, true)]
    [InlineData(HttpStatusCode.InternalServerError, false)]
    [InlineData(HttpStatusCode.OK, false)]
    public async Task An_adaptive_bulkhead_lets_fewer_in_once_the_server_answers_that_it_has_too_much_to_do(HttpStatusCode answer, bool isOverload) =>
        Assert.Equal(isOverload, await IsLoweredAsync(answer, isOverload: null));

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, false)]
    [InlineData(HttpStatusCode.OK, true)]
    public async Task What_overload_is_to_an_adaptive_bulkhead_can_be_told(HttpStatusCode answer, bool isOverload) =>
        Assert.Equal(isOverload, await IsLoweredAsync(answer, _ => isOverload));

    [Fact]
    public void The_clients_own_timeout_is_off()
    {
        using var client = Client();
        Assert.Equal(Timeout.InfiniteTimeSpan, client.Timeout);
    }

    [Fact]
    public void Clients_that_share_a_retry_keep_their_own_total_timeouts()
    {
        var shared = new HttpResilienceOptions().Retry;
        var services = new ServiceCollection();
        services.AddHttpClient("short").AddDistPatternsResilience(o => (o.Retry, o.AttemptTimeout, o.TotalTimeout) = (shared, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)));
        services.AddHttpClient("long").AddDistPatternsResilience(o => o.Retry = shared);
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<HttpResilienceOptions>>();

        Assert.Equal(TimeSpan.FromSeconds(5), options.Get("short").Retry.TotalTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.Get("long").Retry.TotalTimeout);
        Assert.Null(shared.TotalTimeout);
        Assert.Same(shared.Budget, options.Get("long").Retry.Budget);
    }

    [Fact]
    public void Options_out_of_range_fail_at_start_by_name()
    {
        AssertRefused(options => options.AttemptTimeout = TimeSpan.FromMinutes(2), nameof(HttpResilienceOptions.AttemptTimeout));
        AssertRefused(options => options.TotalTimeout = TimeSpan.Zero, nameof(HttpResilienceOptions.TotalTimeout));
        AssertRefused(options => options.Bulkhead.MaxConcurrency = 0, nameof(BulkheadStrategyOptions.MaxConcurrency));
    }

    /// <summary>Whether of two places in the bulkhead one is left after such an answer.</summary>
    private async Task<bool> IsLoweredAsync(HttpStatusCode answer, Func<Outcome<object>, bool>? isOverload)
    {
        var hangs = new Hanging();
        await using var server = await ScriptedServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = (int)answer;
                return Task.CompletedTask;
            },
            hangs.HandleAsync);
        using var client = Client(options =>
        {
            options.Retry.ShouldHandle = _ => new(false);
            options.Bulkhead = new AdaptiveBulkheadStrategyOptions
            {
                Algorithm = LimitAlgorithm.Aimd,
                InitialConcurrency = 2,
                MinSamples = 1,
                IsOverload = isOverload,
            };
        });
        _time.Advance(TimeSpan.FromSeconds(1)); // the sample window is over with the next answer
        using var first = await client.GetAsync(server.Address, Token);
        using var leave = new CancellationTokenSource();
        var held = client.GetAsync(server.Address, leave.Token);
        await hangs.Reached;

        var refused = await Record.ExceptionAsync(() => client.GetAsync(server.Address, Token));

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        return refused is BulkheadRejectedException;
    }

    private void AssertRefused(Action<HttpResilienceOptions> configure, string name)
    {
        using var services = Services(configure);
        var refused = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    private static Task Fails(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    private static Task Drops(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static HttpRequestMessage Post(Uri address, HttpContent content) => new(HttpMethod.Post, address) { Content = content };

    private HttpClient Client(Action<HttpResilienceOptions>? configure = null) =>
        Services(configure).GetRequiredService<IHttpClientFactory>().CreateClient("test");

    private ServiceProvider Services(Action<HttpResilienceOptions>? configure)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_time);
        services.AddHttpClient("test").AddDistPatternsResilience(options =>
        {
            options.Retry.BaseDelay = TimeSpan.Zero;
            configure?.Invoke(options);
        });
        return services.BuildServiceProvider();
    }

    /// <summary>A request that is not answered until its client goes away.</summary>
    private sealed class Hanging
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public Task HandleAsync(HttpContext context)
        {
            _reached.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        }
    }
}
