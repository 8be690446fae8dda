using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli;

/// <summary>The ids of --rules: whole ones, or the beginning of a family's, as in DP2.</summary>
internal sealed class RuleFilter
{
    private readonly ImmutableArray<string> _beginnings;

    /// <exception cref="CheckException">An id that no rule has.</exception>
    public RuleFilter(ImmutableArray<string> ids, IReadOnlyCollection<DiagnosticDescriptor> rules)
    {
        _beginnings = [.. ids.Select(i => i.TrimEnd('*', '.'))];
        if (_beginnings.FirstOrDefault(b => !rules.Any(r => Begins(r.Id, b))) is { } unknown)
            throw new CheckException($"no rule is called '{unknown}'", rules.Count == 0 ? "this build has no rules"
                : "the rules are " + string.Join(", ", rules.Select(r => r.Id).Distinct().Order(StringComparer.Ordinal)));
    }

    public bool Takes(string rule) => _beginnings.IsEmpty || _beginnings.Any(b => Begins(rule, b));

    private static bool Begins(string rule, string beginning) => rule.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
}
