using DistPatterns.Resilience;

namespace DistPatterns.Http;

/// <summary>Writes the time that remains into a request.</summary>
internal static class RequestDeadline
{
    /// <summary>Writes it, unless a header is there that says less.</summary>
    public static void Announce(HttpRequestMessage request, TimeSpan remaining)
    {
        var header = DeadlineHeader.For(request.Content?.Headers.ContentType?.MediaType);
        if (request.Headers.NonValidated.TryGetValues(header.Name, out var values))
        {
            // Grpc.Net.Client writes the deadline of its call options, which may be the sooner one.
            if (header.TryParse(values.ToString(), out var said) && said <= remaining)
            {
                return;
            }

            request.Headers.Remove(header.Name);
        }

        request.Headers.TryAddWithoutValidation(header.Name, header.Format(remaining));
    }
}
