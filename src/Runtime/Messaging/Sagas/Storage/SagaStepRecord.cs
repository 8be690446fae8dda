namespace DistPatterns.Sagas;

/// <summary>One step of one saga: an entry of its compensation log.</summary>
internal sealed class SagaStepRecord(int number, string name)
{
    /// <summary>Its place among the steps that were begun, from 1.</summary>
    public int Number { get; } = number;

    /// <summary>The step's name.</summary>
    public string Name { get; } = name;

    /// <summary>What became of it.</summary>
    public SagaStepStatus Status { get; set; }

    /// <summary>Which attempt this is of doing it, or of undoing it; from 1.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>The id of the command that was sent for it, also where it is sent again for want of a reply: an inbox lets it take effect once.</summary>
    public Guid? MessageId { get; set; }
}

/// <summary>What became of a step.</summary>
internal enum SagaStepStatus
{
    /// <summary>It is being done.</summary>
    Running,

    /// <summary>It was done.</summary>
    Done,

    /// <summary>It failed and has had no effect.</summary>
    Failed,

    /// <summary>It was given up, and whether it had its effect is not known: it is undone like one that was done.</summary>
    Unknown,

    /// <summary>It is being undone.</summary>
    Compensating,

    /// <summary>It was undone, or there was nothing to undo.</summary>
    Compensated,
}
