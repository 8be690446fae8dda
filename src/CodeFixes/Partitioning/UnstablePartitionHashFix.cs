using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Partitioning;

/// <summary>Hashes the bytes of a string with XxHash32, which is the same everywhere and as wide as the hash it replaces.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UnstablePartitionHashFix() : RuleFix("DP5001")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var text }, ArgumentList.Arguments.Count: 0 } hash
            || at.Model.GetTypeInfo(text, at.Cancellation).Type?.SpecialType != SpecialType.System_String
            || at.Model.Compilation.GetTypesByMetadataName("System.IO.Hashing.XxHash32").IsEmpty)
            yield break;
        var stable = SyntaxFactory.ParseExpression($"unchecked((int)System.IO.Hashing.XxHash32.HashToUInt32(System.Text.Encoding.UTF8.GetBytes({text})))");
        yield return new("Hash with XxHash32, the same in every process", () => at.Root.ReplaceNode(hash, stable.WithTriviaFrom(hash)));
    }
}
