using DistPatterns.Messaging;
using DistPatterns.Resilience;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Sagas;

/// <summary>Handles one message of a saga in one transaction: loads the saga, lets it take its turn, saves it and what it sends.</summary>
internal sealed class SagaHandler<TState>(
    SagaDefinition<TState> definition, ISagaStore store, MessageCodec codec, IMessageSerializer serializer, TimeProvider time, Random random, ILogger logger)
    where TState : class, new()
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <param name="services">The scope of the message.</param>
    /// <param name="context">The message.</param>
    /// <param name="failed">How the action that this message is for has failed, in a transaction that was rolled back; null when it is to run.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="SagaConflictException">Another changed the saga: again, in another transaction.</exception>
    /// <exception cref="SagaAttemptException">The action failed: again, in another transaction, and with this.</exception>
    public async ValueTask HandleAsync(IServiceProvider services, MessageContext context, SagaAttemptException? failed, CancellationToken cancellationToken)
    {
        if (SagaTimer.IsIn(context.Envelope))
        {
            var timer = SagaTimer.TryRead(context.Envelope)
                ?? throw new UnreadableMessageException(context.Envelope, new FormatException("It is no timer of a saga."));
            await HandleTimerAsync(services, context, timer, failed, cancellationToken).ConfigureAwait(false);
            return;
        }

        var message = codec.Open(context.Envelope);
        if (definition.Bindings.TryGetValue(message.GetType(), out var binding))
        {
            await HandleMessageAsync(context, message, binding, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            MessagingTelemetry.Unwanted(logger, definition.Address, context.Envelope.Type, context.Envelope.Id);
        }
    }

    private async ValueTask HandleTimerAsync(
        IServiceProvider services, MessageContext context, SagaTimer timer, SagaAttemptException? failed, CancellationToken cancellationToken)
    {
        var record = await store.LoadAsync(context.Transaction, definition.Name, timer.Key, cancellationToken).ConfigureAwait(false);
        if (record?.Version != timer.Version)
        {
            return; // stale: the saga went on without it
        }

        var turn = TurnOf(record);
        if (failed?.Version == record.Version)
        {
            Fail(record, turn, failed.Failure, failed.Cause);
        }
        else if (timer.IsTimeout)
        {
            Fail(record, turn, SagaFailure.TimedOut, exception: null);
        }
        else if (turn.Action.Run is not null)
        {
            await RunAsync(services, context, record, turn, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            turn.Attempt();
        }

        await SaveAsync(context, record, turn, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask HandleMessageAsync(MessageContext context, object message, SagaBinding<TState> binding, CancellationToken cancellationToken)
    {
        var key = binding.Key(message);
        var isStart = binding.Role == SagaRole.Start;
        var record = await store.LoadAsync(context.Transaction, definition.Name, key, cancellationToken).ConfigureAwait(false);
        if (record is null ? !isStart : record.IsFinished)
        {
            SagaTelemetry.Late(logger, definition.Name, key, context.Envelope.Type, record?.Status);
            return;
        }

        var turn = record is null ? new(definition, record = NewRecord(key), new TState(), codec, time, random) : TurnOf(record);
        if (isStart ? record.Version != 0 : !turn.Awaits(binding))
        {
            SagaTelemetry.OutOfTurn(logger, definition.Name, key, context.Envelope.Type, turn.Current?.Name);
            return;
        }

        binding.Apply(turn.State, message);
        if (isStart)
        {
            turn.Start();
        }
        else if (binding.Role is SagaRole.Completed or SagaRole.CompensationCompleted)
        {
            turn.Succeed();
        }
        else
        {
            Fail(record, turn, SagaFailure.Refused, exception: null);
        }

        await SaveAsync(context, record, turn, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask RunAsync(
        IServiceProvider services, MessageContext context, SagaRecord record, SagaTurn<TState> turn, CancellationToken cancellationToken)
    {
        var action = turn.Action;
        var sagaContext = new SagaContext(record, turn.Current!, context.Transaction, services);
        using var limit = new TimeLimit(action.RunsFor, time, cancellationToken);
        try
        {
            await RunAsync()
                .OrLeaveAsync($"The step '{turn.Current!.Name}' of the saga '{definition.Name}'", Patience, time, limit.Token)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (e is HandlerHangsException)
            {
                MessagingTelemetry.LeftBehind(logger, e, definition.Address);
            }

            throw new SagaAttemptException(record.Version, FailureOf(e, limit.IsOver), e);
        }

        turn.Send(sagaContext.Sent);
        turn.Succeed();

        async ValueTask<bool> RunAsync()
        {
            using var ambient = Deadline.Push(Deadline.After(action.RunsFor, time));
            await action.Run!(turn.State, sagaContext, limit.Token).ConfigureAwait(false);
            return true;
        }
    }

    private async ValueTask SaveAsync(MessageContext context, SagaRecord record, SagaTurn<TState> turn, CancellationToken cancellationToken)
    {
        record.State = serializer.Serialize(turn.State);
        if (!await store.TrySaveAsync(context.Transaction, record, cancellationToken).ConfigureAwait(false))
        {
            throw new SagaConflictException(record.Saga, record.Key);
        }

        foreach (var message in turn.Outgoing)
        {
            context.Outgoing.Add(message);
        }

        SagaTelemetry.Saved(logger, record);
    }

    private void Fail(SagaRecord record, SagaTurn<TState> turn, SagaFailure failure, Exception? exception)
    {
        SagaTelemetry.Failed(logger, exception, record, turn.Current!, failure);
        turn.Fail(failure);
    }

    private static SagaFailure FailureOf(Exception exception, bool timedOut) =>
        exception is SagaStepFailedException ? SagaFailure.Refused
        : exception is HandlerHangsException || (timedOut && exception is OperationCanceledException) ? SagaFailure.TimedOut
        : SagaFailure.Threw;

    private SagaRecord NewRecord(string key) => new(Guid.CreateVersion7(time.GetUtcNow()), definition.Name, key);

    private SagaTurn<TState> TurnOf(SagaRecord record) =>
        new(definition, record, (TState)serializer.Deserialize(record.State, typeof(TState)), codec, time, random);
}
