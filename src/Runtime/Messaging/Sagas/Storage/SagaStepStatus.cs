namespace DistPatterns.Sagas;

/// <summary>What became of a step.</summary>
public enum SagaStepStatus
{
    /// <summary>It is being done.</summary>
    Running,

    /// <summary>It was done.</summary>
    Done,

    /// <summary>It failed and has had no effect.</summary>
    Failed,

    /// <summary>It was given up, and nobody knows whether it had its effect: it is undone like one that was done.</summary>
    Unknown,

    /// <summary>It is being undone.</summary>
    Compensating,

    /// <summary>It was undone, or there was nothing to undo.</summary>
    Compensated,
}
