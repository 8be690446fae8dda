using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>Gives a client that is created here a finite limit. It never adds retries: a client that posts would repeat its orders.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoteCallWithoutTimeoutFix() : RuleFix("DP1001")
{
    private const string Option = "Timeout";

    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Node.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is { } creation && Limited(at, creation) is { } limited)
            yield return new("Limit its calls to 10 seconds", () => at.Root.ReplaceNode(creation, limited));
    }

    private static BaseObjectCreationExpressionSyntax? Limited(Marked at, BaseObjectCreationExpressionSyntax creation)
    {
        var limit = ParseExpression(Limit(at));
        var initializer = creation.Initializer;
        if (initializer?.Expressions.OfType<AssignmentExpressionSyntax>().FirstOrDefault(a => a.Left is IdentifierNameSyntax { Identifier.ValueText: Option }) is { } assigned)
            return creation.ReplaceNode(assigned.Right, limit.WithTriviaFrom(assigned.Right));
        if (IsSetLater(creation))
            return null;
        var option = AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, IdentifierName(Option).WithTrailingTrivia(Space), Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space), limit);
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
            return initializer.WithExpressions(SeparatedList<ExpressionSyntax>(items.GetWithSeparators().Add(added.WithTrailingTrivia(items.GetSeparators().Last().TrailingTrivia))));
        var comma = Token(SyntaxKind.CommaToken).WithTrailingTrivia(last.GetLeadingTrivia().Any() ? last.GetTrailingTrivia() : TriviaList(Space));
        var replaced = items.Replace(last, last.WithoutTrailingTrivia());
        return initializer.WithExpressions(SeparatedList<ExpressionSyntax>(replaced.GetWithSeparators().Add(comma).Add(added.WithTrailingTrivia(last.GetTrailingTrivia()))));
    }

    private static bool IsSetLater(SyntaxNode creation) =>
        creation.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Any(a => a.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: Option }) == true;

    private static string Limit(Marked at)
    {
        var type = at.Model.LookupNamespacesAndTypes(at.Node.SpanStart, name: "TimeSpan").IsEmpty ? "System.TimeSpan" : "TimeSpan";
        return type + ".FromSeconds(10)";
    }
}
