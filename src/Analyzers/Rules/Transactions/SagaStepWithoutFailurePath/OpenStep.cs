using DistPatterns.Effects;

namespace DistPatterns.Rules.Transactions;

/// <summary>A step of a saga whose change nothing undoes.</summary>
/// <param name="Place">Where that shows.</param>
/// <param name="Name">The step, as a message names it.</param>
/// <param name="Change">What it changes.</param>
/// <param name="Why">Why nothing undoes it, or what can fail after it.</param>
internal sealed record OpenStep(Site Place, string Name, string Change, string Why);
