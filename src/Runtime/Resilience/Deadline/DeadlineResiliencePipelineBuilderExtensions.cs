using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Polly;
using Polly.Timeout;

namespace DistPatterns.Resilience;

/// <summary>Adds the deadline to a pipeline.</summary>
public static class DeadlineResiliencePipelineBuilderExtensions
{
    /// <summary>
    /// Keeps an execution within its deadline (see <see cref="Deadline.Of"/>): refuses to start it with
    /// <see cref="DeadlineExpiredException"/> when no time is left, and else cancels it when the time runs out, with
    /// Polly's own timeout and its <see cref="TimeoutRejectedException"/>.
    /// </summary>
    /// <exception cref="ValidationException">The options are out of range, thrown when the pipeline is built.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The options' members are preserved.")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, typeof(DeadlineStrategyOptions))]
    public static TBuilder AddDeadline<TBuilder>(this TBuilder builder, DeadlineStrategyOptions? options = null)
        where TBuilder : ResiliencePipelineBuilderBase
    {
        ArgumentNullException.ThrowIfNull(builder);
        options ??= new DeadlineStrategyOptions();
        builder.AddStrategy(context => new DeadlineStrategy(options, context.TimeProvider, context.Telemetry), options);
        return builder.AddTimeout(new TimeoutStrategyOptions
        {
            Name = $"{options.Name}-Timeout",
            TimeoutGenerator = static arguments => new(ContextDeadline.In(arguments.Context)?.TakeTimeout() ?? Timeout.InfiniteTimeSpan),
        });
    }
}
