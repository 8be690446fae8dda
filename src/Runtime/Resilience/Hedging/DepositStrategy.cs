using Polly;

namespace DistPatterns.Resilience;

/// <summary>Pays for an execution. Outside of Polly's hedging, which gives each attempt a context of its own.</summary>
internal sealed class DepositStrategy(RetryBudget budget) : ResilienceStrategy
{
    protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        budget.Deposit(context);
        return callback(context, state);
    }
}
