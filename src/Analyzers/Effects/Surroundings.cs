namespace DistPatterns.Effects;

/// <summary>What surrounds a site in its body.</summary>
[Flags]
internal enum Context
{
    None = 0,
    Loop = 1 << 0,
    Catch = 1 << 1,
    Finally = 1 << 2,
}

/// <summary>What a site stands in.</summary>
/// <param name="Within">The call whose delegate it runs in.</param>
/// <param name="Branch">The arm of the innermost fork around it.</param>
/// <param name="Context">The rest of what is around it.</param>
internal readonly record struct Surroundings(Site? Within, Branch? Branch, Context Context);
