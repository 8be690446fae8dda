namespace DistPatterns.Runtime.Tests.Linearizability;

/// <summary>An object as one caller after another would see it: a register, a lock, a queue. States compare by value.</summary>
internal interface ISpecification<TState, TInput, TOutput>
{
    TState Initial { get; }

    /// <summary>The state after an operation; false if, in this state, its answer cannot be. One that is unknown may have had any answer.</summary>
    bool TryApply(TState state, Operation<TInput, TOutput> operation, out TState next);
}
