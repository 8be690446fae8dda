using System.Composition;
using DistPatterns.Rules.Coordination;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Coordination;

/// <summary>Deletes the key of a lock only if it still holds this holder's value.</summary>
/// <remarks>Offered where that value has a name that is in sight at the release too.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UnsafeLockReleaseFix() : RuleFix("DP6002")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Diagnostic.Properties.TryGetValue(UnsafeLockRelease.TokenFact, out var token) && token is not null && IsInSight(token, at)
            && at.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>()
                is { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments: { Count: 1 } arguments } call
            && Release(access.Name.Identifier.ValueText) is { } release)
        {
            var compared = call.WithExpression(access.WithName(IdentifierName(release).WithTriviaFrom(access.Name)))
                .WithArgumentList(ArgumentList(arguments.Add(Argument(IdentifierName(token)))).WithTriviaFrom(call.ArgumentList));
            yield return new($"Release with '{release}', which compares '{token}'", () => at.Root.ReplaceNode(call, compared));
        }
    }

    private static string? Release(string delete) => delete switch
    {
        "KeyDelete" => "LockRelease",
        "KeyDeleteAsync" => "LockReleaseAsync",
        _ => null,
    };

    /// <summary>A local counts where it is the one that the lock was taken with: of another method's the name would mean another value.</summary>
    private static bool IsInSight(string token, Marked at) => at.Model.LookupSymbols(at.Node.SpanStart, name: token).FirstOrDefault() switch
    {
        IFieldSymbol or IPropertySymbol => true,
        ILocalSymbol or IParameterSymbol => at.Diagnostic.AdditionalLocations.FirstOrDefault() is { } acquire
            && at.Node.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.Span.Contains(acquire.SourceSpan) == true,
        _ => false,
    };
}
