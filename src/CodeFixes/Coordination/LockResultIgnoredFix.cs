using System.Composition;
using DistPatterns.CodeFixes.Results;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistPatterns.CodeFixes.Coordination;

/// <summary>Tests whether the lock was taken, and else leaves or throws.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class LockResultIgnoredFix()
    : IgnoredResultFix("DP6003", "when the lock is held", "System.InvalidOperationException(\"The lock is held by another process.\")");
