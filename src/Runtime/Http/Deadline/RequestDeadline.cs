using DistPatterns.Resilience;

namespace DistPatterns.Http;

/// <summary>Writes the time that remains into a request.</summary>
internal static class RequestDeadline
{
    /// <summary>Writes it, unless a header is there that says less.</summary>
    public static void Announce(HttpRequestMessage request, TimeSpan remaining)
    {
        var header = DeadlineHeader.For(request.Content?.Headers.ContentType?.MediaType);
        var headers = request.Headers;
        var present = headers.NonValidated;
        if (present.Count > 0 && present.TryGetValues(header.Name, out var values))
        {
            // Grpc.Net.Client writes the deadline of its call options, which may be the sooner one.
            if (header.TryParse(values.ToString(), out var said) && said <= remaining)
            {
                return;
            }

            headers.Remove(header.Name);
        }

        headers.TryAddWithoutValidation(header.Name, header.Format(remaining));
    }
}
