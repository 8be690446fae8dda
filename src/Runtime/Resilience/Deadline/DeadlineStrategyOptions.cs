using DistPatterns.Validation;
using Polly;

namespace DistPatterns.Resilience;

/// <summary>How a pipeline keeps the deadline of its caller.</summary>
public sealed class DeadlineStrategyOptions : ResilienceStrategyOptions
{
    /// <summary>Creates the options with their defaults.</summary>
    public DeadlineStrategyOptions() => Name = "Deadline";

    /// <summary>
    /// The longest an execution may take, 10 ms to 24 h, whatever time its caller has left. The default
    /// <see langword="null"/> sets no limit of its own: without a caller's deadline there is none.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan? Timeout { get; set; }

    /// <summary>
    /// Tells the callee what time it has, such as by a header or a command's timeout: called before each execution that
    /// has a deadline, with what remains of it then. None by default.
    /// </summary>
    public Action<ResilienceContext, TimeSpan>? Announce { get; set; }

    /// <summary>Called when an execution is refused because its deadline had expired. None by default.</summary>
    public Func<OnDeadlineExpiredArguments, ValueTask>? OnExpired { get; set; }
}
