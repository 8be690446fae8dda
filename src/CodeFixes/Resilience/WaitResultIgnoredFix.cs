using System.Composition;
using DistPatterns.CodeFixes.Results;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>Tests whether the wait got its permit, and else leaves or throws.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class WaitResultIgnoredFix() : IgnoredResultFix("DP1026", "when the time is up", "System.TimeoutException(\"The permit was not free in time.\")");
