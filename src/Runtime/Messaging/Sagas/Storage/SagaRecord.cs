namespace DistPatterns.Sagas;

/// <summary>One saga as it is stored.</summary>
/// <param name="id">Names it for good.</param>
/// <param name="saga">Which saga it is one of.</param>
/// <param name="key">What its messages know it by: unique among those of the saga.</param>
internal sealed class SagaRecord(Guid id, string saga, string key)
{
    /// <summary>Names it for good.</summary>
    public Guid Id { get; } = id;

    /// <summary>Which saga it is one of.</summary>
    public string Saga { get; } = saga;

    /// <summary>What its messages know it by.</summary>
    public string Key { get; } = key;

    /// <summary>The version that was loaded, which must still be there when it is saved; zero for a new one.</summary>
    public long Version { get; set; }

    /// <summary>How far it is.</summary>
    public SagaStatus Status { get; set; }

    /// <summary>The user's state in bytes.</summary>
    public ReadOnlyMemory<byte> State { get; set; }

    /// <summary>The steps that were begun, in that order.</summary>
    public IList<SagaStepRecord> Steps { get; } = [];

    /// <summary>Whether nothing changes it any more.</summary>
    public bool IsFinished => Status is SagaStatus.Completed or SagaStatus.Compensated;
}

/// <summary>How far a saga is.</summary>
internal enum SagaStatus
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
