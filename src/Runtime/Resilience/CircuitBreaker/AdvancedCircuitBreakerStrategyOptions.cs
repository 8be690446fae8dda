namespace DistPatterns.Resilience;

/// <summary>How a circuit breaker of an untyped pipeline judges and breaks.</summary>
/// <remarks>Its predicate sees results as objects: where one is set, results of value types are boxed for it.</remarks>
public class AdvancedCircuitBreakerStrategyOptions : AdvancedCircuitBreakerStrategyOptions<object>;
