using System.Composition;
using DistPatterns.CodeFixes.Results;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Messaging;

/// <summary>Throws where a batch failed in part, so that its caller hears of it; to send the failed ones again needs to know what they are.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PartialResultIgnoredFix()
    : IgnoredResultFix("DP3006", "when some of it failed", "System.InvalidOperationException(\"Part of the batch failed.\")")
{
    private protected override bool MayLeave => false;

    private protected override ExpressionSyntax? Failed(ITypeSymbol? type, Diagnostic finding, ExpressionSyntax result) =>
        FailureTest.OfPart(type, finding, result);
}
