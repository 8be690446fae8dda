namespace DistPatterns.Resilience;

/// <summary>Why a failed call was not tried again, though it had attempts left.</summary>
public enum RetryRefusal
{
    /// <summary>The budget is spent.</summary>
    Budget,

    /// <summary>The wait before the next attempt does not fit into what remains of the deadline.</summary>
    Deadline,
}
