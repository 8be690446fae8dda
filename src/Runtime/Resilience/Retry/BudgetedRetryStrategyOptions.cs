namespace DistPatterns.Resilience;

/// <summary>How calls of an untyped pipeline are tried again.</summary>
public class BudgetedRetryStrategyOptions : BudgetedRetryStrategyOptions<object>;
