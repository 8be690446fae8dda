using System.Net;
using DistPatterns.Http;
using DistPatterns.Resilience;
using Microsoft.Extensions.DependencyInjection;

namespace Patterns;

/// <summary>A server fails twice, and its client asks again, as long as its own caller still waits.</summary>
internal static class ResilienceSample
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("payments", client => client.BaseAddress = new("http://payments"))
            .ConfigurePrimaryHttpMessageHandler(() => new FailingServer())
            .AddDistPatternsResilience(options => options.Retry.BaseDelay = TimeSpan.FromMilliseconds(20));
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("payments");

        using (Deadline.Push(Deadline.After(TimeSpan.FromSeconds(5), TimeProvider.System))) // the middleware of DistPatterns.AspNetCore does so for each request
        {
            using var response = await client.GetAsync("orders/7");
            Console.WriteLine($"the client sees one answer: {response.StatusCode}");
        }

        try
        {
            using var noTime = Deadline.Push(Deadline.After(TimeSpan.Zero, TimeProvider.System));
            using var response = await client.GetAsync("orders/7");
        }
        catch (DeadlineExpiredException)
        {
            Console.WriteLine("a request whose caller waits no longer is not sent");
        }
    }

    private sealed class FailingServer : HttpMessageHandler
    {
        private int _requests;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var status = ++_requests <= 2 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK;
            var header = request.Headers.GetValues(DeadlineHeader.Http.Name).Single();
            DeadlineHeader.Http.TryParse(header, out var left);
            Console.WriteLine($"attempt {_requests}, which has {Math.Ceiling(left.TotalSeconds)} s at most: {status}");
            return Task.FromResult(new HttpResponseMessage(status));
        }
    }
}
