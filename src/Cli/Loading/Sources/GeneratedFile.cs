namespace DistPatterns.Cli.Loading.Sources;

/// <summary>A source that a build would write below <c>obj</c>.</summary>
internal sealed record GeneratedFile(string Name, string Text);
