namespace DistPatterns.Caching;

/// <summary>One write on its way to where the value is kept.</summary>
/// <param name="Position">Its place in the log; it grows.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
public sealed record WriteBehindEntry<T>(long Position, string Key, T Value);
