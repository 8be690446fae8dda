namespace DistPatterns.Partitioning;

/// <summary>A range that is too hot, and what would help.</summary>
/// <param name="Range">The range.</param>
/// <param name="PerSecond">Its load, in requests a second.</param>
/// <param name="At">Where to split it; if <paramref name="OneKeyIsHot"/>, that key.</param>
/// <param name="LowerShare">The part of the load below <paramref name="At"/>, from 0 to 1.</param>
/// <param name="OneKeyIsHot">Whether one key carries so much of the load that no split helps: cache it, or add to the key.</param>
public sealed record SplitSuggestion<TKey>(KeyRange<TKey> Range, double PerSecond, TKey At, double LowerShare, bool OneKeyIsHot);
