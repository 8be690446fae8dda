using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>A client's creation that sets its time limit among the other options.</summary>
internal static class LimitedCreation
{
    /// <summary>The creation with the option set; null where the option is set elsewhere.</summary>
    public static BaseObjectCreationExpressionSyntax? Of(BaseObjectCreationExpressionSyntax creation, TimeLimit time)
    {
        var limit = time.Value;
        var initializer = creation.Initializer;
        if (initializer?.Expressions.OfType<AssignmentExpressionSyntax>()
            .FirstOrDefault(a => a.Left is IdentifierNameSyntax { Identifier.ValueText: TimeLimit.Option }) is { } assigned)
            return creation.ReplaceNode(assigned.Right, limit.WithTriviaFrom(assigned.Right));
        if (IsSetLater(creation))
            return null;
        var option = AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            IdentifierName(TimeLimit.Option).WithTrailingTrivia(Space),
            Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space),
            limit);
        return initializer is null ? WithInitializer(creation, option) : creation.WithInitializer(Add(initializer, option));
    }

    private static BaseObjectCreationExpressionSyntax WithInitializer(BaseObjectCreationExpressionSyntax creation, ExpressionSyntax option)
    {
        var braces = InitializerExpression(
            SyntaxKind.ObjectInitializerExpression,
            Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space),
            SingletonSeparatedList(option.WithTrailingTrivia(Space)),
            Token(SyntaxKind.CloseBraceToken));
        return creation.WithoutTrailingTrivia().WithInitializer(braces).WithTrailingTrivia(creation.GetTrailingTrivia());
    }

    private static InitializerExpressionSyntax Add(InitializerExpressionSyntax initializer, ExpressionSyntax option)
    {
        var items = initializer.Expressions;
        if (items.Count == 0)
            return initializer.WithExpressions(SingletonSeparatedList(option.WithTrailingTrivia(Space)));
        var last = items.Last();
        var added = option.WithLeadingTrivia(last.GetLeadingTrivia().Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)));
        if (items.SeparatorCount == items.Count) // a comma after the last: the new one follows it on a line of its own
            return With(items.GetWithSeparators().Add(added.WithTrailingTrivia(items.GetSeparators().Last().TrailingTrivia)));
        var comma = Token(SyntaxKind.CommaToken).WithTrailingTrivia(last.GetLeadingTrivia().Any() ? last.GetTrailingTrivia() : TriviaList(Space));
        var replaced = items.Replace(last, last.WithoutTrailingTrivia());
        return With(replaced.GetWithSeparators().Add(comma).Add(added.WithTrailingTrivia(last.GetTrailingTrivia())));

        InitializerExpressionSyntax With(SyntaxNodeOrTokenList all) => initializer.WithExpressions(SeparatedList<ExpressionSyntax>(all));
    }

    private static bool IsSetLater(SyntaxNode creation) =>
        creation.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Any(a => a.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: TimeLimit.Option }) == true;
}
