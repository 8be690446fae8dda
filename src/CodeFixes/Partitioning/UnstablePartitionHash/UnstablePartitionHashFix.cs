using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Partitioning;

/// <summary>Hashes a string by its bytes, the same everywhere: with the runtime's <c>StableHash</c> where it is referenced, else with XxHash32.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UnstablePartitionHashFix() : RuleFix("DP5001")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Node is not InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Expression: var text },
                ArgumentList.Arguments.Count: 0,
            } hash
            || at.Model.GetTypeInfo(text, at.Cancellation).Type?.SpecialType != SpecialType.System_String)
            yield break;
        if (IsReferenced(at, "DistPatterns.Partitioning.StableHash"))
            yield return Offer(at, hash, "StableHash", $"DistPatterns.Partitioning.StableHash.Of({text})");
        if (IsReferenced(at, "System.IO.Hashing.XxHash32"))
            yield return Offer(at, hash, "XxHash32", $"System.IO.Hashing.XxHash32.HashToUInt32(System.Text.Encoding.UTF8.GetBytes({text}))");
    }

    private static bool IsReferenced(Marked at, string type) => !at.Model.Compilation.GetTypesByMetadataName(type).IsEmpty;

    /// <summary>As wide as the hash it replaces, so that what is done with it stays as it is.</summary>
    private static Offer Offer(Marked at, ExpressionSyntax hash, string name, string stable) => new(
        $"Hash with {name}, the same in every process",
        () => at.Root.ReplaceNode(hash, SyntaxFactory.ParseExpression($"unchecked((int){stable})").WithTriviaFrom(hash)),
        name);
}
