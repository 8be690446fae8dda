using System.Collections.Immutable;

namespace DistPatterns.Cli.Checking;

/// <summary>What the rules said, and which of them broke down: after a crash a project is checked in part only.</summary>
internal sealed record CheckResult(ImmutableArray<Finding> Findings, ImmutableArray<Crash> Crashes, Binding Binding);

/// <summary>An analyzer that threw.</summary>
internal sealed record Crash(string Project, string Analyzer, string Error);
