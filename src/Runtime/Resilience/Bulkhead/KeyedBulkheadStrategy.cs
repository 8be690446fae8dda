using Polly;
using Polly.Telemetry;

namespace DistPatterns.Resilience;

/// <summary>Runs a call through the bulkhead of its key.</summary>
internal sealed class KeyedBulkheadStrategy<TKey>(
    KeyedBulkheadStrategyOptions<TKey> options, ResilienceStrategyTelemetry telemetry, TimeProvider timeProvider)
    : ResilienceStrategy, IDisposable
    where TKey : notnull
{
    private readonly KeyedEntries<TKey, BulkheadStrategy> _bulkheads = new(
        _ => new BulkheadStrategy(options.Bulkhead, telemetry, timeProvider), options.IdleTimeout, timeProvider);

    public int Count => _bulkheads.Count;

    public void Dispose() => _bulkheads.Dispose();

    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        KeyedEntries<TKey, BulkheadStrategy>.Entry entry;
        try
        {
            entry = _bulkheads.Pin(options.KeySelector!(context));
        }
        catch (Exception exception)
        {
            return Outcome.FromException<TResult>(exception);
        }

        try
        {
            return await entry.Value.RunAsync(callback, context, state).ConfigureAwait(context.ContinueOnCapturedContext);
        }
        finally
        {
            _bulkheads.Unpin(entry);
        }
    }
}
