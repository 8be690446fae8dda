using DistPatterns.Messaging;

namespace DistPatterns.Sagas;

/// <summary>
/// What one message makes of a saga: the next steps are begun or undone until there is something to wait for, be it a reply, a timer or the
/// saga's own message to go on. What it decides is in the record and in <see cref="Outgoing"/>, and takes effect when both are stored in one transaction.
/// </summary>
internal sealed class SagaTurn<TState>(SagaDefinition<TState> definition, SagaRecord record, TState state, MessageCodec codec, TimeProvider time, Random random)
    where TState : class, new()
{
    private readonly List<Envelope> _outgoing = [];

    public TState State { get; } = state;

    public IReadOnlyList<Envelope> Outgoing => _outgoing;

    /// <summary>The step that is being done or undone; null when the saga is finished.</summary>
    public SagaStepRecord? Current => record.Status switch
    {
        SagaStatus.Running => record.Steps.LastOrDefault(s => s.Status == SagaStepStatus.Running),
        SagaStatus.Compensating => record.Steps.LastOrDefault(s => s.Status == SagaStepStatus.Compensating),
        _ => null,
    };

    /// <summary>What does or undoes the current step.</summary>
    public SagaAction<TState> Action
    {
        get
        {
            var step = definition.Steps[definition.IndexOf(Current!.Name)];
            return record.Status == SagaStatus.Running
                ? step.Action
                : step.Compensation ?? throw new InvalidOperationException(
                    $"The saga '{definition.Name}' of '{record.Key}' is undoing the step '{step.Name}', which nothing undoes any more.");
        }
    }

    /// <summary>Whether a reply is one to the current step.</summary>
    public bool Awaits(SagaBinding<TState> binding) =>
        binding.Step is not null && Current?.Name == binding.Step
        && record.Status == (binding.Role is SagaRole.Completed or SagaRole.Failed ? SagaStatus.Running : SagaStatus.Compensating);

    public void Start() => Begin(0);

    /// <summary>The current step is done, or undone.</summary>
    public void Succeed()
    {
        var done = Current!;
        if (record.Status == SagaStatus.Compensating)
        {
            done.Status = SagaStepStatus.Compensated;
            UndoNext();
            return;
        }

        done.Status = SagaStepStatus.Done;
        Begin(definition.IndexOf(done.Name) + 1);
    }

    /// <summary>The attempt failed: it is tried again, or what was done is undone.</summary>
    public void Fail(SagaFailure failure)
    {
        var (step, action) = (Current!, Action);
        var noWayBack = record.Status == SagaStatus.Compensating || definition.Steps[definition.IndexOf(step.Name)].AfterPivot;
        if (noWayBack || (failure != SagaFailure.Refused && step.Attempt < action.Retry.Attempts))
        {
            TryAgain(step, action, failure);
            return;
        }

        var mayHaveHadEffect = failure == SagaFailure.TimedOut
            ? action.Command is not null || action.CallsOut
            : failure == SagaFailure.Threw && action.CallsOut;
        step.Status = mayHaveHadEffect ? SagaStepStatus.Unknown : SagaStepStatus.Failed;
        UndoNext();
    }

    /// <summary>Sends the current step's command, or has the saga go on in its next turn, which runs what is to be run in a transaction of its own.</summary>
    public void Attempt()
    {
        var (step, action) = (Current!, Action);
        if (action.IsDone)
        {
            Succeed();
            return;
        }

        if (action.Command is null)
        {
            SetTimer(isTimeout: false, TimeSpan.Zero);
            return;
        }

        var command = codec.Enclose(action.Command(State), record.Key);
        _outgoing.Add(command with { Id = step.MessageId ??= command.Id });
        if (!action.AwaitsReply)
        {
            Succeed();
        }
        else if (action.Timeout is { } timeout)
        {
            SetTimer(isTimeout: true, timeout);
        }
    }

    /// <summary>Sends what an action sent besides.</summary>
    public void Send(IEnumerable<object> messages) => _outgoing.AddRange(messages.Select(m => codec.Enclose(m, record.Key)));

    private void Begin(int index)
    {
        if (index == definition.Steps.Count)
        {
            record.Status = SagaStatus.Completed;
            return;
        }

        record.Steps.Add(new(record.Steps.Count + 1, definition.Steps[index].Name));
        Attempt();
    }

    private void TryAgain(SagaStepRecord step, SagaAction<TState> action, SagaFailure failure)
    {
        var failed = step.Attempt++;
        if (failure == SagaFailure.TimedOut && action.Command is not null)
        {
            Attempt(); // it has waited, and a command under the same id takes effect once
            return;
        }

        step.MessageId = null; // it was answered: one under the same id would be taken for a copy
        SetTimer(isTimeout: false, action.Retry.After(failed, random));
    }

    private void UndoNext()
    {
        record.Status = SagaStatus.Compensating;
        foreach (var step in record.Steps.Reverse().Where(s => s.Status is SagaStepStatus.Done or SagaStepStatus.Unknown))
        {
            if (definition.Steps[definition.IndexOf(step.Name)].Compensation is null)
            {
                step.Status = SagaStepStatus.Compensated;
                continue;
            }

            (step.Status, step.Attempt, step.MessageId) = (SagaStepStatus.Compensating, 1, null);
            Attempt();
            return;
        }

        record.Status = SagaStatus.Compensated;
    }

    private void SetTimer(bool isTimeout, TimeSpan delay) =>
        _outgoing.Add(new SagaTimer(record.Key, record.Version + 1, isTimeout).Enclose(definition.Address, time.GetUtcNow(), delay));
}
