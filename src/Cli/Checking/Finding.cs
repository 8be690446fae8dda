using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli.Checking;

/// <summary>One thing found, at one place.</summary>
/// <param name="File">Full path.</param>
/// <param name="Line">From 1, as are the columns; the end column is the first one after the span.</param>
/// <param name="Chain">The calls that lead from the place to what the rule is about; empty when the place says it all.</param>
/// <param name="Help">Address of the rule's page, or empty.</param>
internal sealed record Finding(
    string Rule,
    DiagnosticSeverity Severity,
    string Project,
    string File,
    int Line,
    int Column,
    int EndLine,
    int EndColumn,
    string Message,
    ImmutableArray<string> Chain,
    string Help,
    CodeFrame? Frame)
{
    /// <summary>The other places that take part.</summary>
    public ImmutableArray<RelatedPlace> Also { get; init; } = [];
}

/// <summary>A place beside the marked one.</summary>
/// <param name="File">Full path.</param>
/// <param name="Line">From 1, as is the column.</param>
internal sealed record RelatedPlace(string File, int Line, int Column);
