using System.Collections.Concurrent;
using DistPatterns.Rules;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Hosts;

/// <summary>Which rules are on in a file. Roslyn skips an analyzer only when all its ids are off, so the hosts must ask for each.</summary>
internal sealed class RuleSwitch(CompilationOptions options)
{
    private readonly ConcurrentDictionary<(SyntaxTree, Rule), bool> _memo = new();
    private readonly ConcurrentDictionary<Rule, Exception> _failed = new();

    public bool IsOn(Rule rule, SyntaxTree tree) =>
        !_failed.ContainsKey(rule)
        && (_memo.TryGetValue((tree, rule), out var isOn)
            ? isOn
            : _memo[(tree, rule)] = Severity(rule.Descriptor, tree) != ReportDiagnostic.Suppress);

    /// <summary>Turns a rule off for this compilation; true for the first failure only.</summary>
    public bool TurnOff(Rule rule, Exception exception) => _failed.TryAdd(rule, exception);

    private ReportDiagnostic Severity(DiagnosticDescriptor rule, SyntaxTree tree)
    {
        var provider = options.SyntaxTreeOptionsProvider;
        if (provider?.TryGetDiagnosticValue(tree, rule.Id, default, out var severity) == true
            || options.SpecificDiagnosticOptions.TryGetValue(rule.Id, out severity)
            || provider?.TryGetGlobalDiagnosticValue(rule.Id, default, out severity) == true)
            return severity;
        return rule.IsEnabledByDefault ? ReportDiagnostic.Default : ReportDiagnostic.Suppress;
    }
}
