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
    /// <summary>The order of reports.</summary>
    public static ImmutableArray<Finding> Sorted(IEnumerable<Finding> findings) =>
        [.. findings.OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(f => f.Column)
            .ThenBy(f => f.Rule, StringComparer.Ordinal).ThenBy(f => f.Message, StringComparer.Ordinal)];

    /// <summary>The other places that take part.</summary>
    public ImmutableArray<RelatedPlace> Also { get; init; } = [];

    /// <summary>Where the calls of the chain stand, and those that lead to what it takes part with.</summary>
    public ImmutableArray<RelatedPlace> Steps { get; init; } = [];

    /// <summary>The calls that it rests on and that do not bind, with the library that each is presumably to: its package would decide.</summary>
    public ImmutableArray<RelatedPlace> Unbound { get; init; } = [];

    /// <summary>Set where the source silences it: then it is no finding, and reported only where a format has a place for that.</summary>
    public Suppression? Suppression { get; init; }

    /// <summary>What it is recognised by when its line has moved.</summary>
    public CodeIdentity Identity { get; init; } = new("", "");
}

/// <summary>A place beside the marked one.</summary>
/// <param name="File">Full path.</param>
/// <param name="Line">From 1, as is the column.</param>
internal sealed record RelatedPlace(string File, int Line, int Column)
{
    /// <summary>What it is there, as the rule says: <c>commit</c>; empty where it says nothing.</summary>
    public string Role { get; init; } = "";
}

/// <summary>A pragma or an attribute that silences a finding.</summary>
/// <param name="Justification">What the attribute says of it; null if nothing.</param>
internal sealed record Suppression(string? Justification);
