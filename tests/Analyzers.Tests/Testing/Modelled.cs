using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Testing;

/// <summary>The libraries of tests/Modelled, as the compiler saw them when it built that project.</summary>
internal static class Modelled
{
    /// <summary>The runtime itself, for fixes that use it where it is referenced.</summary>
    public static readonly ImmutableArray<MetadataReference> Runtime =
    [
        .. new[] { "Resilience", "Data", "Messaging", "Http", "EntityFrameworkCore" }
            .Select(package => (MetadataReference)MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, $"DistPatterns.Runtime.{package}.dll"))),
    ];

    public static readonly ImmutableArray<MetadataReference> References =
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "modelled.references.txt")).Where(l => l.Length > 0).Select(p => (MetadataReference)MetadataReference.CreateFromFile(p))];
}
