using DistPatterns.Messaging;
using DistPatterns.Resilience;

namespace DistPatterns.Sagas;

/// <summary>
/// A saga as a consumer. A message that meets another at the same saga is handled anew, in a new transaction with the saga as it is by then; an action that
/// throws is written down in a new transaction too, because its own is rolled back.
/// </summary>
internal sealed class SagaReceiver<TState>(
    SagaDefinition<TState> definition, SagaHandler<TState> handler, MessageDelivery delivery, MessageTypes types,
    SagaOptions options, TimeProvider time, Random random)
    : IBatchReceiver
    where TState : class, new()
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(1);

    public string Consumer => definition.Address;

    public IReadOnlyCollection<string> Destinations { get; } =
        [.. types.DestinationsOf(definition.Address, definition.Bindings.Keys).Append(definition.Address)];

    public int MaxBatch => options.MaxBatch;

    // an action's own limit comes first, so that it is the saga that decides what becomes of it
    private readonly TimeSpan _limit = definition.LongestRun + MessageDelivery.DefaultTimeLimit;

    // a timer that is not for a timeout may run an action, which calls whom it will
    public bool IsBatchable(Envelope envelope) => !SagaTimer.IsIn(envelope) || SagaTimer.TryRead(envelope) is { IsTimeout: true };

    public ValueTask<IReadOnlyList<Receipt>> ReceiveAsync(IReadOnlyList<Envelope> envelopes, CancellationToken cancellationToken) =>
        delivery.ReceiveAsync(
            Consumer, envelopes, _limit, (services, context, cancel) => handler.HandleAsync(services, context, failed: null, cancel), cancellationToken);

    public async ValueTask<Receipt> ReceiveAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        SagaAttemptException? failed = null;
        for (var conflicts = 0; ;)
        {
            try
            {
                return await delivery.ReceiveAsync(
                    Consumer,
                    envelope,
                    _limit,
                    (services, context, cancel) => handler.HandleAsync(services, context, failed, cancel),
                    cancellationToken).ConfigureAwait(false);
            }
            catch (SagaAttemptException e)
            {
                failed = e;
            }
            catch (SagaConflictException) when (conflicts < options.MaxConflicts)
            {
                SagaTelemetry.Conflicted(definition.Name);
                var delay = ExponentialDelay.After(options.ConflictDelay, MaxDelay, conflicts++) * random.NextDouble();
                await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
