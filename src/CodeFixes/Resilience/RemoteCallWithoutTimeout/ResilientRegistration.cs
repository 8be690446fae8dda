using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>A client's registration that ends in the runtime's pipeline, where the runtime is referenced.</summary>
internal static class ResilientRegistration
{
    private const string Namespace = "DistPatterns.Http";

    /// <summary>The change; null without the runtime, or where code takes the registration's result, since the pipeline returns another.</summary>
    public static Func<SyntaxNode>? Of(Marked at, InvocationExpressionSyntax registration)
    {
        if (at.Model.Compilation.GetTypesByMetadataName(Namespace + ".ResilienceHttpClientBuilderExtensions").IsEmpty)
            return null;
        ExpressionSyntax chain = registration;
        while (chain.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer })
            chain = outer;
        if (chain.Parent is not ExpressionStatementSyntax || at.Model.GetTypeInfo(chain, at.Cancellation).Type?.Name != "IHttpClientBuilder")
            return null;
        var resilient = InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, chain, IdentifierName("AddDistPatternsResilience")));
        return () => Imports.Add(at.Root.ReplaceNode(chain, resilient), Namespace);
    }
}
