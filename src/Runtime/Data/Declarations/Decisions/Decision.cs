namespace DistPatterns;

/// <summary>An answer of the decision framework and why it is the answer.</summary>
/// <param name="Answer">What to take.</param>
/// <param name="Reason">The need that decided, and what it costs.</param>
public sealed record Decision<T>(T Answer, string Reason);
