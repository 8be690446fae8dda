using DistPatterns.Resilience;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Http;

/// <summary>Sends deadlines with the requests of an <see cref="HttpClient"/>.</summary>
public static class DeadlineHttpClientBuilderExtensions
{
    /// <summary>
    /// Sends what remains of the <see cref="Deadline"/> with each request, see <see cref="DeadlineHeader"/>: the
    /// sooner of the resilience context's and the ambient one. A header that is already there and says less stays.
    /// A request with no time left is not sent and fails with <see cref="DeadlineExpiredException"/>.
    /// </summary>
    /// <remarks>Add it after the retries, so that each attempt tells its own time. <c>AddDistPatternsResilience</c> tells it by itself.</remarks>
    public static IHttpClientBuilder AddDeadlinePropagation(this IHttpClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddHttpMessageHandler(static () => new DeadlineHandler());
    }
}
