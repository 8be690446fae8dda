using System.Composition;
using DistPatterns.CodeFixes.Results;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>Tests whether a conditional write applied, and else throws: to go on would lose the change.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ConditionalWriteUncheckedFix() : IgnoredResultFix(
    "DP2017", "when another process was first", "System.Data.DBConcurrencyException(\"Another process has changed it in the meantime.\")")
{
    private protected override bool MayLeave => false;
}
