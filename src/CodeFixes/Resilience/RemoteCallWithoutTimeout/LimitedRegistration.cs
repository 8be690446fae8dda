using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>A client's registration that goes on to set its time limit.</summary>
internal static class LimitedRegistration
{
    private static readonly string[] Names = { "client", "http", "httpClient" };

    /// <summary>The registration with the limit after it; null where what it returns configures no client, or no name is free.</summary>
    public static ExpressionSyntax? Of(Marked at, InvocationExpressionSyntax registration, TimeLimit limit)
    {
        if (at.Model.GetTypeInfo(registration, at.Cancellation).Type?.Name != "IHttpClientBuilder" || Array.Find(Names, n => IsFree(at, n)) is not { } client)
            return null;
        var set = SimpleLambdaExpression(Parameter(Identifier(client)), ParseExpression($"{client}.{TimeLimit.Option} = {limit.Value}")).NormalizeWhitespace();
        return InvocationExpression(
                MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, registration.WithoutTrailingTrivia(), IdentifierName("ConfigureHttpClient")),
                ArgumentList(SingletonSeparatedList(Argument(set))))
            .WithTrailingTrivia(registration.GetTrailingTrivia());
    }

    private static bool IsFree(Marked at, string name) =>
        !at.Model.LookupSymbols(at.Node.SpanStart, name: name).Any(s => s is ILocalSymbol or IParameterSymbol);
}
