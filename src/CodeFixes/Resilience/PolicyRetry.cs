using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>The call of a policy's builder that says how it tries again.</summary>
internal static class PolicyRetry
{
    /// <summary>The same call under another name and with other arguments before its own, where that binds; null where it does not.</summary>
    /// <param name="at">The marked call.</param>
    /// <param name="name">The other name.</param>
    /// <param name="first">What to pass first; null to leave the first argument as it is.</param>
    /// <param name="more">What to pass after the first, as it is written.</param>
    public static (InvocationExpressionSyntax Call, InvocationExpressionSyntax Other)? Renamed(
        Marked at, Func<string, string> name, int? first, string? more = null)
    {
        if (at.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax access } call)
            return null;
        var (was, given) = (access.Name.Identifier.ValueText, call.ArgumentList.Arguments);
        if (name(was) == was)
            return null;
        if (first is { } count)
            given = given.Insert(0, SyntaxFactory.Argument(SyntaxFactory.ParseExpression($"{count}")));
        if (more is not null)
            given = given.InsertRange(Math.Min(1, given.Count), SyntaxFactory.ParseArgumentList($"({more})").Arguments);
        var commas = Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), given.Count - 1);
        var other = call
            .WithExpression(access.WithName(SyntaxFactory.IdentifierName(name(was)).WithTriviaFrom(access.Name)))
            .WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SeparatedList(given, commas)));
        var bound = at.Model.GetSpeculativeSymbolInfo(call.SpanStart, other, SpeculativeBindingOption.BindAsExpression);
        return bound.Symbol is IMethodSymbol ? (call, other) : null;
    }
}
