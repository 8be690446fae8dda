using System;

namespace DistPatterns;

/// <summary>This method is a step of a saga, which may have to be undone when a later step fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SagaStepAttribute : Attribute
{
    /// <summary>What happens to the step when a later one fails; undone by default.</summary>
    public SagaStepKind Kind { get; set; }

    /// <summary>The method of the same type that undoes the step; empty for a step with nothing to undo.</summary>
    public string Compensation { get; set; } = "";
}

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
