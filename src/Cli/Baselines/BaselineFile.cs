using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace DistPatterns.Cli.Baselines;

/// <summary>
/// The file of --baseline: an entry a line, sorted, so that a change of the code base is a small diff and two branches merge.
/// What cannot be read is an error: an empty baseline in its place would turn every known finding into a new one.
/// </summary>
internal static partial class BaselineFile
{
    private const int Version = 1;
    private const string Anew = "write it anew: delete the file, then run with --update-baseline";
    private const string WayOut = $"mend it (after a merge, keep the lines of both sides), take it from version control, or {Anew}";

    private static readonly JsonSerializerOptions Style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, RespectNullableAnnotations = true };

    /// <param name="path">As the user named it.</param>
    /// <param name="mayBeNew">Whether the file may be missing, because it is about to be written.</param>
    /// <exception cref="CheckException">The file is missing, broken or of a newer version.</exception>
    public static Baseline Read(string path, bool mayBeNew)
    {
        var full = Path.GetFullPath(path);
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            throw new CheckException($"the folder of the baseline '{path}' does not exist", "pass a path in a folder that exists");
        if (!File.Exists(full))
            return mayBeNew ? new(full, [])
                : throw new CheckException($"the baseline '{path}' does not exist", "write it first: the same command with --update-baseline");
        try
        {
            var text = File.ReadAllText(full);
            if (JsonSerializer.Deserialize<Header>(text, Style)?.Version is var version and not Version)
                throw version > Version
                    ? new CheckException($"the baseline '{path}' is of version {version}, and this distpatterns reads version {Version}",
                        $"update distpatterns, or {Anew}")
                    : new CheckException($"the baseline '{path}' is of version {version}, which there never was", WayOut);
            return new(full, JsonSerializer.Deserialize<Document>(text, Style)!.Findings);
        }
        catch (JsonException e)
        {
            throw new CheckException($"the baseline '{path}' cannot be read: {(e.LineNumber is { } line ? $"line {line + 1}: " : "")}{Problem(e)}", WayOut);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckException($"the baseline '{path}' cannot be read: {e.Message}", "pass a file that may be read");
        }
    }

    /// <param name="path">Full path.</param>
    /// <exception cref="CheckException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<BaselineEntry> entries)
    {
        var lines = entries.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Symbol, StringComparer.Ordinal)
            .ThenBy(e => e.Rule, StringComparer.Ordinal)
            .ThenBy(e => e.Text, StringComparer.Ordinal).Select(e => "    " + JsonSerializer.Serialize(e, Style)).ToList();
        var text = new StringBuilder($"{{\n  \"version\": {Version},\n  \"findings\": [").Append(lines.Count > 0 ? "\n" : "").AppendJoin(",\n", lines)
            .Append(lines.Count > 0 ? "\n  ]\n}\n" : "]\n}\n");
        try
        {
            var draft = path + ".tmp"; // a run that is killed leaves the old baseline whole
            File.WriteAllText(draft, text.ToString());
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckException($"the baseline '{path}' cannot be written: {e.Message}", "pass a path in a folder that exists and may be written to");
        }
    }

    /// <summary>The parser's own words, without its types and its position.</summary>
    private static string Problem(JsonException e) =>
        Missing().Match(e.Message) is { Success: true } missing ? $"{missing.Groups["name"].Value} is missing"
        : Unknown().Match(e.Message) is { Success: true } unknown ? $"{unknown.Groups["name"].Value} is nothing that an entry has"
        : OwnTypes().IsMatch(e.Message) ? "this is not what a baseline has here"
        : Position().Replace(e.Message, "");

    [GeneratedRegex("missing required properties including: (?<name>'[^']+')")]
    private static partial Regex Missing();

    [GeneratedRegex(@"DistPatterns\.|System\.")]
    private static partial Regex OwnTypes();

    [GeneratedRegex("The JSON property (?<name>'[^']+') could not be mapped")]
    private static partial Regex Unknown();

    [GeneratedRegex(@"\.? (Path: |\|? ?LineNumber: ).*$", RegexOptions.Singleline)]
    private static partial Regex Position();

    private sealed record Header([property: JsonPropertyName("version"), JsonRequired] int Version);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record Document
    {
        [JsonPropertyName("version")]
        public required int Version { get; init; }

        [JsonPropertyName("findings")]
        public required ImmutableArray<BaselineEntry> Findings { get; init; }
    }
}
