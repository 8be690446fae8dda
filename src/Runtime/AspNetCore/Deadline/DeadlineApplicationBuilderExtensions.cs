using DistPatterns.Resilience;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DistPatterns.AspNetCore;

/// <summary>Adds deadlines to a server.</summary>
public static class DeadlineApplicationBuilderExtensions
{
    /// <summary>Registers what <see cref="UseRequestDeadlines"/> needs; its options are validated at start.</summary>
    public static IServiceCollection AddRequestDeadlines(this IServiceCollection services, Action<RequestDeadlineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<RequestDeadlineOptions>().Configure(configure ?? (static _ => { })).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <summary>
    /// Reads what remains of the caller's <see cref="Deadline"/> (see <see cref="DeadlineHeader"/>) and makes it ambient
    /// for the request. Expired work is refused before it starts; work that is still running is cancelled through
    /// <see cref="Microsoft.AspNetCore.Http.HttpContext.RequestAborted"/>. Both answer 504 (gRPC: <c>DeadlineExceeded</c>)
    /// unless the response has begun. A malformed header is logged and ignored, as gRPC servers do.
    /// </summary>
    /// <remarks>Place it before whatever can wait: rate limiters and queues then wait no longer than the caller does.</remarks>
    public static IApplicationBuilder UseRequestDeadlines(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.UseMiddleware<DeadlineMiddleware>();
    }
}
