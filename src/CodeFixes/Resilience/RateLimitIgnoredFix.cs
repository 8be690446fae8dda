using System.Composition;
using DistPatterns.CodeFixes.Results;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>Tests whether the limiter let the call through, and else leaves or throws.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RateLimitIgnoredFix()
    : IgnoredResultFix("DP1018", "when the limit is reached", "System.InvalidOperationException(\"The rate limit is reached.\")");
