using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DistPatterns.Runtime.Tests.Layers;

/// <summary>What may stand on what, so that who takes one pattern does not get them all: packages by their references, namespaces by what their sources use.</summary>
public sealed partial class LayerTests
{
    /// <summary>The packages of the runtime, and the others of it that each refers to.</summary>
    private static readonly Dictionary<string, string[]> References = new()
    {
        ["Resilience"] = [],
        ["Data"] = ["Resilience"],
        ["Messaging"] = ["Data"],
        ["Discovery"] = ["Data"],
        ["Http"] = ["Resilience"],
        ["AspNetCore"] = ["Resilience"],
        ["EntityFrameworkCore"] = ["Messaging"],
        ["MassTransit"] = ["Messaging"],
        ["RabbitMQ"] = ["Messaging"],
        ["Postgres"] = ["Data", "Messaging"],
        ["Sqlite"] = ["Data", "Messaging"],
        ["Metapackage"] = ["Discovery", "Messaging"],
    };

    /// <summary>The namespaces of the packages that need no server, each above all that it may use. Above them stands what puts parts together, in <c>DistPatterns</c> and in that of service collections.</summary>
    private static readonly string[] Namespaces =
    [
        "Arithmetic", "Validation", "Resilience",
        "Tracing", "Storage", "Partitioning", "Replication", "Coordination", "Caching",
        "Discovery", "Registry",
        "Inbox", "Messaging", "Outbox", "EventSourcing", "Sagas", "Cqrs",
    ];

    private static readonly string Runtime = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../src/Runtime"));

    [Fact]
    public void A_package_refers_to_no_other_than_it_stands_on()
    {
        var projects = Directory.GetFiles(Runtime, "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(
            References.Select(r => $"{r.Key}: {string.Join(", ", r.Value)}").Order(StringComparer.Ordinal),
            projects.Select(p => $"{Path.GetFileNameWithoutExtension(p)}: {string.Join(", ", ReferencesOf(p))}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_pattern_uses_no_namespace_that_stands_above_its_own() =>
        Assert.Equal([], new[] { "Resilience", "Data", "Messaging", "Discovery" }.SelectMany(SourcesOf).SelectMany(UsesFromAbove).Order(StringComparer.Ordinal));

    private static IEnumerable<string> UsesFromAbove(string source)
    {
        var text = File.ReadAllText(source);
        if (OwnNamespace().Match(text) is not { Success: true } own)
        {
            return []; // what puts parts together
        }

        var layer = LayerOf(own.Groups[1].Value);
        return UsedNamespace().Matches(text).Select(used => used.Groups[1].Value).Where(used => LayerOf(used) > layer).Select(used => $"{Path.GetRelativePath(Runtime, source)} uses DistPatterns.{used}");
    }

    private static int LayerOf(string name) => Array.IndexOf(Namespaces, name) is >= 0 and var layer ? layer : throw new InvalidOperationException($"DistPatterns.{name} has no place among the layers yet: give it one.");

    private static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Load(project).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> SourcesOf(string package) =>
        Directory.GetFiles(Path.Combine(Runtime, package), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex(@"^namespace DistPatterns\.(\w+);", RegexOptions.Multiline)]
    private static partial Regex OwnNamespace();

    [GeneratedRegex(@"^using (?:static )?DistPatterns\.(\w+)[;.]", RegexOptions.Multiline)]
    private static partial Regex UsedNamespace();

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
