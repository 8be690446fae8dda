using System.Text.Json.Serialization;

namespace DistPatterns.Cli.Baselines;

/// <summary>A finding that the team knows of, as the baseline keeps it: without its line, which every edit above it would change.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record BaselineEntry
{
    [JsonPropertyName("rule")]
    public required string Rule { get; init; }

    /// <summary>From the baseline's folder, with forward slashes.</summary>
    [JsonPropertyName("file")]
    public required string File { get; init; }

    /// <summary>Namespace, types and member that the finding stands in; empty outside of every type.</summary>
    [JsonPropertyName("symbol")]
    public required string Symbol { get; init; }

    /// <summary>The marked code, without its layout.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }

    /// <summary>The symbol without its last name.</summary>
    [JsonIgnore]
    public string Type => Symbol[..Math.Max(0, Symbol.LastIndexOf('.'))];

    /// <summary>The last name of the symbol.</summary>
    [JsonIgnore]
    public string Member => Symbol[(Symbol.LastIndexOf('.') + 1)..];
}
