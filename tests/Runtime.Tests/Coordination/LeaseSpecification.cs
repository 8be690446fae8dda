using DistPatterns.Runtime.Tests.Linearizability;

namespace DistPatterns.Runtime.Tests.Coordination;

/// <summary>A lease as one caller after another sees it.</summary>
internal readonly record struct LeaseState(Guid Owner, long Token, bool Held, TimeSpan EarliestEnd, TimeSpan LatestEnd);

internal readonly record struct LeaseCall(Guid Owner, long? Resigns, TimeSpan Ttl, TimeSpan CalledAt);

/// <summary>The token, or null when refused; for a resignation 1 or 0.</summary>
internal readonly record struct LeaseAnswer(long? Value, TimeSpan ReturnedAt);

/// <summary>
/// A lock that also ends by time. When a call took effect nobody sees, only that it was between its call and its return; so
/// an end lies between the two plus the time to live, and what depends on it may go either way within.
/// </summary>
internal sealed class LeaseSpecification : ISpecification<LeaseState, LeaseCall, LeaseAnswer>
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(3); // the database counts milliseconds, by another clock

    public LeaseState Initial => default;

    public bool TryApply(LeaseState state, Operation<LeaseCall, LeaseAnswer> operation, out LeaseState next)
    {
        var (call, answer) = (operation.Input, operation.Output);
        var mayBeHeld = state.Held && call.CalledAt < state.LatestEnd + Tolerance;
        var mayBeFree = !state.Held || answer.ReturnedAt >= state.EarliestEnd - Tolerance;
        next = state;
        if (call.Resigns is { } token)
        {
            var mine = (state.Owner, state.Token) == (call.Owner, token);
            next = answer.Value == 1 ? state with { Held = false } : state;
            return answer.Value == 1 ? mine && mayBeHeld : !mine || mayBeFree;
        }

        if (answer.Value is null)
        {
            return mayBeHeld && state.Owner != call.Owner;
        }

        next = new(call.Owner, answer.Value.Value, Held: true, call.CalledAt + call.Ttl, answer.ReturnedAt + call.Ttl);
        return answer.Value == state.Token ? mayBeHeld && state.Owner == call.Owner : answer.Value == state.Token + 1 && mayBeFree;
    }
}
