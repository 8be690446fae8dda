namespace DistPatterns.Effects;

/// <summary>What a site stands in.</summary>
/// <param name="Within">The call whose delegate it runs in.</param>
/// <param name="Branch">The arm of the innermost fork around it.</param>
internal readonly record struct Surroundings(Site? Within, Branch? Branch);
