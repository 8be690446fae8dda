using Polly;

namespace DistPatterns.Resilience;

/// <summary>
/// The deadline had expired before the work began: nothing was done. Work that runs out of time on its way ends with
/// Polly's <see cref="Polly.Timeout.TimeoutRejectedException"/> instead, and may have had its effect.
/// </summary>
public sealed class DeadlineExpiredException : ExecutionRejectedException
{
    /// <summary>Creates the exception with its usual message.</summary>
    public DeadlineExpiredException() : base("The deadline had expired before the work began.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public DeadlineExpiredException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public DeadlineExpiredException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
