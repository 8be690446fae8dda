using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Testing;

/// <summary>The libraries of tests/Modelled, as the compiler saw them when it built that project.</summary>
internal static class Modelled
{
    public static readonly ImmutableArray<MetadataReference> References =
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "modelled.references.txt")).Where(l => l.Length > 0).Select(p => (MetadataReference)MetadataReference.CreateFromFile(p))];
}
