using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Polly;
using Polly.Timeout;

namespace DistPatterns.Resilience;

/// <summary>Adds the deadline to a pipeline.</summary>
public static class DeadlineResiliencePipelineBuilderExtensions
{
    // The limit of a timer in .NET; a deadline farther away needs none.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

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
        return builder
            .AddStrategy(context => new DeadlineStrategy(options, context.TimeProvider, context.Telemetry), options)
            .AddTimeout(new TimeoutStrategyOptions
            {
                Name = $"{options.Name}-Timeout",
                TimeoutGenerator = static arguments => new(RemainingFor(arguments.Context)),
            });
    }

    private static TimeSpan RemainingFor(ResilienceContext context)
    {
        if (context.Properties.GetValue(Deadline.Property, null)?.Remaining is not { } remaining || remaining > LongestTimer)
        {
            return Timeout.InfiniteTimeSpan;
        }

        // Polly takes zero for "no timeout", and the deadline can run out between the check before and this line.
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.FromTicks(1);
    }
}
