namespace DistPatterns.Cli.Loading;

/// <summary>A package that is neither in the local cache nor on a feed; code that uses it was read without its types.</summary>
/// <param name="Used">Another version that stood in, or null.</param>
internal sealed record MissingPackage(string Name, string Version, string? Used);
