using System.Net;
using DistPatterns.Discovery;
using DistPatterns.Http;
using DistPatterns.Runtime.Tests.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ServiceDiscovery;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Discovery;

public sealed class LoadBalancingTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_endpoint_that_drops_connections_is_left_out_until_its_time_is_up()
    {
        var (steady, flaky, isBroken) = (0, 0, true);
        await using var one = await LoopbackServer.StartAsync(_ =>
        {
            steady++;
            _time.Advance(TimeSpan.FromMilliseconds(5));
            return Task.CompletedTask;
        });
        await using var two = await LoopbackServer.StartAsync(context =>
        {
            flaky++;
            _time.Advance(TimeSpan.FromMilliseconds(5));
            return isBroken ? Drop(context) : Task.CompletedTask;
        });
        await using var services = Services([one.Address, two.Address]);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("orders");

        // A minute between calls: what is known of an endpoint's latency is forgotten, so that both are tried.
        var failures = await SendAsync(client, calls: 40, apart: TimeSpan.FromMinutes(1));
        Assert.Equal(2, failures);
        Assert.Equal(2, flaky);

        isBroken = false;
        _time.Advance(TimeSpan.FromHours(1));
        (steady, flaky) = (0, 0);
        Assert.Equal(0, await SendAsync(client, calls: 40, apart: TimeSpan.FromMinutes(1)));
        Assert.InRange(flaky, 1, 39);
        Assert.Equal(40, steady + flaky);
    }

    [Fact]
    public async Task A_retry_goes_to_another_endpoint()
    {
        await using var good = await ScriptedServer.StartAsync();
        await using var bad = await ScriptedServer.StartAsync([.. Enumerable.Repeat<RequestDelegate>(Drop, 9)]);
        await using var services = Services([good.Address, bad.Address], client => client.AddDistPatternsResilience(options => options.Retry.BaseDelay = TimeSpan.Zero));
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("orders");

        // Whichever comes first, the one that is still unknown is the cheaper one next.
        using var first = await client.GetAsync("http://orders/", Token);
        using var second = await client.GetAsync("http://orders/", Token);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(1, bad.Requests);
        Assert.Equal(2, good.Requests);
    }

    [Fact]
    public async Task The_request_keeps_the_service_in_its_address()
    {
        string? path = null;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            path = context.Request.Path + context.Request.QueryString.ToString();
            return Task.CompletedTask;
        });
        await using var services = Services([server.Address]);
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("orders");
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://orders/items/7?full=1");

        using var response = await client.SendAsync(request, Token);

        Assert.Equal("/items/7?full=1", path);
        Assert.Equal(new Uri("http://orders/items/7?full=1"), request.RequestUri);
        Assert.Null(request.Headers.Host);
    }

    [Theory]
    [InlineData("https+http://orders/a?b=1", "10.0.0.1:8080", "https://10.0.0.1:8080/a?b=1")]
    [InlineData("http://orders/a", "orders.internal", "http://orders.internal/a")]
    [InlineData("http://orders:81/a", "orders.internal", "http://orders.internal:81/a")]
    [InlineData("http://orders/a", "https://orders.internal:444/v1", "https://orders.internal:444/v1/a")]
    [InlineData("http://orders/a", "https://orders.internal", "https://orders.internal/a")]
    public void The_address_of_an_endpoint_replaces_the_services(string request, string endpoint, string expected)
    {
        Assert.True(ServiceEndpoint.TryParse(endpoint, out var parsed));
        Assert.Equal(new Uri(expected), EndpointUri.For(new Uri(request), parsed.EndPoint, new ServiceDiscoveryOptions()));
    }

    [Fact]
    public void A_scheme_that_is_not_allowed_is_refused()
    {
        var options = new ServiceDiscoveryOptions { AllowAllSchemes = false, AllowedSchemes = ["https"] };
        Assert.Throws<InvalidOperationException>(() => EndpointUri.For(new Uri("http+ftp://orders"), new DnsEndPoint("orders", 0), options));
    }

    private async Task<int> SendAsync(HttpClient client, int calls, TimeSpan apart)
    {
        var failures = 0;
        for (var call = 0; call < calls; call++)
        {
            _time.Advance(apart);
            try
            {
                using var response = await client.GetAsync("http://orders/", Token);
            }
            catch (HttpRequestException)
            {
                failures++;
            }
        }

        return failures;
    }

    private static Task Drop(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private ServiceProvider Services(Uri[] addresses, Action<IHttpClientBuilder>? outermost = null)
    {
        var endpoints = addresses.Select((address, index) => KeyValuePair.Create($"Services:orders:http:{index}", (string?)address.ToString()));
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(endpoints).Build())
            .AddServiceDiscovery();
        var client = services.AddHttpClient("orders");
        outermost?.Invoke(client);
        client.AddLoadBalancing(options =>
        {
            (options.FailuresToEject, options.EjectionTime, options.MaxEjectionTime) = (2, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        });
        return services.BuildServiceProvider();
    }
}
