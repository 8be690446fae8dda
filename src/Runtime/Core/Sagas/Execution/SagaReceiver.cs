using DistPatterns.Messaging;
using DistPatterns.Resilience;

namespace DistPatterns.Sagas;

/// <summary>
/// A saga as a consumer. A message that meets another at the same saga is handled anew, in a new transaction with the saga as it is by then; an action that
/// throws is written down in a new transaction too, because its own is rolled back.
/// </summary>
internal sealed class SagaReceiver<TState>(
    SagaDefinition<TState> definition, SagaHandler<TState> handler, MessageDelivery delivery, MessageTypes types, SagaOptions options, TimeProvider time, Random random)
    : IMessageReceiver
    where TState : class, new()
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(1);

    public string Consumer => definition.Address;

    public IReadOnlyCollection<string> Destinations { get; } = [.. types.DestinationsOf(definition.Address, definition.Bindings.Keys).Append(definition.Address)];

    public async ValueTask<Receipt> ReceiveAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        SagaAttemptException? failed = null;
        for (var conflicts = 0; ;)
        {
            try
            {
                return await delivery.ReceiveAsync(
                    Consumer, envelope, (services, context, cancel) => handler.HandleAsync(services, context, failed, cancel), cancellationToken).ConfigureAwait(false);
            }
            catch (SagaAttemptException e)
            {
                failed = e;
            }
            catch (SagaConflictException) when (conflicts < options.MaxConflicts)
            {
                SagaTelemetry.Conflicted(definition.Name);
                await Task.Delay(ExponentialDelay.After(options.ConflictDelay, MaxDelay, conflicts++) * random.NextDouble(), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
