namespace DistPatterns.Sagas;

/// <summary>How far a saga is.</summary>
public enum SagaStatus
{
    /// <summary>Its steps are being done.</summary>
    Running,

    /// <summary>A step failed: those that were done are being undone.</summary>
    Compensating,

    /// <summary>All its steps are done. Nothing changes it any more.</summary>
    Completed,

    /// <summary>What was done is undone. Nothing changes it any more.</summary>
    Compensated,
}
