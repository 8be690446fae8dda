namespace DistPatterns.Resilience;

internal readonly record struct BreakerTransition(BreakerState From, BreakerState To, BreakerReason Reason, TimeSpan? BreakDuration);
