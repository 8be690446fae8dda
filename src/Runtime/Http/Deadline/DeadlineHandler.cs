using DistPatterns.Resilience;
using Polly;

namespace DistPatterns.Http;

/// <summary>Sends the time that remains with each request, and sends none that has no time left.</summary>
internal sealed class DeadlineHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Announce(request);
        return base.SendAsync(request, cancellationToken);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Announce(request);
        return base.Send(request, cancellationToken);
    }

    private static void Announce(HttpRequestMessage request)
    {
        var deadline = request.GetResilienceContext() is { } context ? Deadline.Of(context) : Deadline.Current;
        if (deadline is null)
        {
            return;
        }

        var remaining = deadline.Remaining;
        if (remaining == TimeSpan.Zero)
        {
            throw new DeadlineExpiredException();
        }

        RequestDeadline.Announce(request, remaining);
    }
}
