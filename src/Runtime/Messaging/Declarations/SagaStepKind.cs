namespace DistPatterns;

/// <summary>What happens to a step when a later one fails.</summary>
public enum SagaStepKind
{
    /// <summary>It is undone by its compensation.</summary>
    Compensatable = 0,

    /// <summary>The point of no return: once it succeeds, the saga goes on to its end.</summary>
    Pivot = 1,

    /// <summary>It comes after the pivot and is tried until it succeeds.</summary>
    Retryable = 2,
}
