using System.Runtime.CompilerServices;
using Polly;

namespace DistPatterns.Resilience;

internal static class OutcomeExtensions
{
    /// <summary>The outcome as one of another type, for a delegate about that type; a value type becomes a boxed object.</summary>
    public static Outcome<TTo> As<TFrom, TTo>(this Outcome<TFrom> outcome)
    {
        if (typeof(TFrom) == typeof(TTo))
        {
            return Unsafe.As<Outcome<TFrom>, Outcome<TTo>>(ref outcome);
        }

        return outcome.Exception is { } exception
            ? Outcome.FromException<TTo>(exception)
            : Outcome.FromResult((TTo?)(object?)outcome.Result);
    }
}
