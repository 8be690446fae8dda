using System.Net;
using System.Net.Http.Headers;
using DistPatterns.AspNetCore;
using DistPatterns.Http;
using DistPatterns.Resilience;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Http;

public sealed class RequestDeadlineTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_nested_call_has_less_time_left_than_its_caller()
    {
        var seen = new List<TimeSpan?>();
        await using var back = await StartAsync(_ => { seen.Add(Deadline.Current?.Remaining); return Task.CompletedTask; });
        using var client = Client();
        await using var front = await StartAsync(async context =>
        {
            seen.Add(Deadline.Current?.Remaining);
            _time.Advance(TimeSpan.FromSeconds(3));
            await client.GetAsync(back.Address, context.RequestAborted);
        });

        using (Deadline.Push(Deadline.After(TimeSpan.FromSeconds(10), _time)))
        {
            await client.GetAsync(front.Address, Token);
        }

        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(7)], seen);
    }

    [Fact]
    public async Task Expired_work_is_refused_before_it_starts()
    {
        var started = false;
        await using var server = await StartAsync(_ => { started = true; return Task.CompletedTask; });

        using var response = await SendAsync(server, "0", Token);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.False(started);
    }

    [Fact]
    public async Task Grpc_is_refused_in_its_own_words()
    {
        var started = false;
        await using var server = await StartAsync(_ => { started = true; return Task.CompletedTask; }, protocols: HttpProtocols.Http2);
        using var client = new HttpClient();
        using var request = GrpcRequest(server);
        request.Headers.Add("grpc-timeout", "0m");

        using var response = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/grpc", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("4", Assert.Single(response.Headers.GetValues("grpc-status")));
        Assert.False(started);
    }

    [Fact]
    public async Task Grpc_carries_its_deadline_in_its_own_header()
    {
        TimeSpan? seen = null;
        await using var server = await StartAsync(_ => { seen = Deadline.Current?.Remaining; return Task.CompletedTask; }, protocols: HttpProtocols.Http2);
        using var client = Client();
        using var request = GrpcRequest(server);

        using (Deadline.Push(Deadline.After(TimeSpan.FromSeconds(2), _time)))
        {
            using var response = await client.SendAsync(request, Token);
        }

        Assert.Equal(TimeSpan.FromSeconds(2), seen);
        Assert.Equal("2000000u", Assert.Single(request.Headers.GetValues("grpc-timeout")));
    }

    [Theory]
    [InlineData("1S", "1S")]
    [InlineData("9S", "2000000u")]
    public async Task A_sooner_deadline_of_the_callers_own_header_stays(string own, string sent)
    {
        await using var server = await StartAsync(_ => Task.CompletedTask, protocols: HttpProtocols.Http2);
        using var client = Client();
        using var request = GrpcRequest(server);
        request.Headers.Add("grpc-timeout", own);

        using (Deadline.Push(Deadline.After(TimeSpan.FromSeconds(2), _time)))
        {
            using var response = await client.SendAsync(request, Token);
        }

        Assert.Equal(sent, Assert.Single(request.Headers.GetValues("grpc-timeout")));
    }

    [Fact]
    public async Task Running_work_is_cancelled_when_the_callers_time_is_up()
    {
        var started = new TaskCompletionSource();
        await using var server = await StartAsync(async context =>
        {
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        });

        var answer = SendAsync(server, "1000", Token);
        await started.Task;
        _time.Advance(TimeSpan.FromSeconds(1));

        using var response = await answer;
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
    }

    [Fact]
    public async Task A_caller_that_goes_away_still_cancels_the_request()
    {
        var started = new TaskCompletionSource();
        var ended = new TaskCompletionSource<bool>();
        await using var server = await StartAsync(async context =>
        {
            started.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
            }
            finally
            {
                ended.SetResult(Deadline.Current!.IsExpired);
            }
        });
        using var gone = new CancellationTokenSource();

        var answer = SendAsync(server, "1000", gone.Token);
        await started.Task;
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.False(await ended.Task);
    }

    [Fact]
    public async Task A_request_without_time_is_not_sent()
    {
        var requests = 0;
        await using var server = await StartAsync(_ => { requests++; return Task.CompletedTask; });
        using var client = Client();
        using var scope = Deadline.Push(Deadline.After(TimeSpan.Zero, _time));

        await Assert.ThrowsAsync<DeadlineExpiredException>(() => client.GetAsync(server.Address, Token));

        Assert.Equal(0, requests);
    }

    [Theory]
    [InlineData(null, 20)]
    [InlineData("soon", 20)]
    [InlineData("5000", 5)]
    [InlineData("3600000", 60)]
    public async Task The_server_has_a_default_and_a_limit_of_its_own(string? header, int seconds)
    {
        TimeSpan? seen = null;
        await using var server = await StartAsync(
            _ => { seen = Deadline.Current?.Remaining; return Task.CompletedTask; },
            options => (options.DefaultTimeout, options.MaxTimeout) = (TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(1)));

        using var response = await SendAsync(server, header, Token);

        Assert.Equal(TimeSpan.FromSeconds(seconds), seen);
    }

    [Fact]
    public async Task A_default_above_the_limit_fails_at_start()
    {
        var failed = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            StartAsync(_ => Task.CompletedTask, options => options.DefaultTimeout = TimeSpan.FromHours(1)));
        Assert.Contains(nameof(RequestDeadlineOptions.DefaultTimeout), failed.Message, StringComparison.Ordinal);
    }

    private static HttpRequestMessage GrpcRequest(LoopbackServer server)
    {
        var content = new ByteArrayContent([]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc+proto");
        return new HttpRequestMessage(HttpMethod.Post, server.Address)
        {
            Content = content, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    private static async Task<HttpResponseMessage> SendAsync(LoopbackServer server, string? milliseconds, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);
        if (milliseconds is not null)
        {
            request.Headers.Add("x-request-timeout-ms", milliseconds);
        }

        return await client.SendAsync(request, cancellationToken);
    }

    private static HttpClient Client()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("test").AddDeadlinePropagation();
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("test");
    }

    private Task<LoopbackServer> StartAsync(
        RequestDelegate handle, Action<RequestDeadlineOptions>? configure = null, HttpProtocols protocols = HttpProtocols.Http1) =>
        LoopbackServer.StartAsync(
            handle,
            services => services.AddSingleton<TimeProvider>(_time).AddRequestDeadlines(configure),
            app => app.UseRequestDeadlines(),
            protocols);
}
