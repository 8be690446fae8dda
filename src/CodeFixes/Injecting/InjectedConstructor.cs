using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Injecting;

/// <summary>Constructors that take one more parameter, and keep it in a field.</summary>
internal static class InjectedConstructor
{
    /// <summary>Whether a constructor runs to its end, and does so in a way that can be added to.</summary>
    public static bool CanTakeMore(ConstructorDeclarationSyntax constructor) =>
        !constructor.ContainsDirectives && !constructor.DescendantNodes().Any(n => n is ReturnStatementSyntax)
        && (constructor.Body is { } body && (body.Statements.Count > 0 || !IsCommented(constructor))
            || constructor.ExpressionBody is { Expression: var expression } && Storing.Is(expression));

    public static ParameterSyntax Parameter(string type, string name) =>
        SyntaxFactory.Parameter(Identifier(name)).WithType(ParseTypeName(type).WithTrailingTrivia(Space));

    public static ConstructorDeclarationSyntax With(ConstructorDeclarationSyntax constructor, ParameterSyntax parameter, string field)
    {
        var name = parameter.Identifier.ValueText;
        var head = constructor.Body is { } block ? Storing.Head(block).ToList() : new();
        var kept = field == name || NamesThis(head.LastOrDefault(Storing.Is)) ? "this." + field : field;
        constructor = constructor switch
        {
            { ExpressionBody: { Expression: AssignmentExpressionSyntax set } } => constructor.ReplaceNode(set, Both(set, kept, name)),
            { Body: { Statements.Count: > 0 } body } => constructor.WithBody(At(body, head.Count, ParseStatement($"{kept} = {name};"))),
            _ => WithExpression(constructor, $"{kept} = {name}"),
        };
        return constructor.WithParameterList(With(constructor.ParameterList, parameter));
    }

    public static ParameterListSyntax With(ParameterListSyntax list, ParameterSyntax parameter) => list.WithParameters(
        list.Parameters.Count == 0 ? SingletonSeparatedList(parameter) : Layout.Behind(list.Parameters, list.OpenParenToken, parameter));

    /// <summary>The class with a primary constructor.</summary>
    public static ClassDeclarationSyntax Primary(ClassDeclarationSyntax type, ParameterSyntax parameter)
    {
        var (generic, end) = (type.TypeParameterList, type.TypeParameterList?.GetTrailingTrivia() ?? type.Identifier.TrailingTrivia);
        var named = generic is null ? type.WithIdentifier(type.Identifier.WithTrailingTrivia()) : type.WithTypeParameterList(generic.WithoutTrailingTrivia());
        return named.WithParameterList(ParameterList(SingletonSeparatedList(parameter)).WithTrailingTrivia(end));
    }

    /// <summary>The class with a constructor before its members.</summary>
    public static ClassDeclarationSyntax Added(ClassDeclarationSyntax type, ParameterSyntax parameter, string field)
    {
        var name = parameter.Identifier.ValueText;
        var kept = field == name ? "this." + field : field;
        return Layout.First(type, ParseMemberDeclaration($"public {type.Identifier.ValueText}({parameter}) => {kept} = {name};")!);
    }

    private static bool NamesThis(StatementSyntax? store) => store is ExpressionStatementSyntax
    {
        Expression: AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } },
    };

    /// <summary>Whether a constructor says something behind its parameters.</summary>
    private static bool IsCommented(ConstructorDeclarationSyntax constructor) =>
        constructor.DescendantTrivia().Any(t => Layout.IsComment(t) && t.SpanStart >= constructor.ParameterList.Span.End);

    /// <summary>An assignment of one more: <c>(_a, _b) = (a, b)</c>.</summary>
    private static ExpressionSyntax Both(AssignmentExpressionSyntax set, string field, string name) =>
        set.Left is TupleExpressionSyntax fields && set.Right is TupleExpressionSyntax values
        ? set.WithLeft(With(fields, field)).WithRight(With(values, name))
        : ParseExpression($"({set.Left}, {field}) = ({set.Right}, {name})").WithTriviaFrom(set);

    private static TupleExpressionSyntax With(TupleExpressionSyntax tuple, string value) =>
        tuple.WithArguments(Layout.Behind(tuple.Arguments, tuple.OpenParenToken, Argument(ParseExpression(value))));

    private static BlockSyntax At(BlockSyntax body, int place, StatementSyntax added)
    {
        var before = place > 0 ? body.Statements[place - 1].GetLastToken() : body.OpenBraceToken;
        added = added
            .WithLeadingTrivia(BlankLines.Indentation(body.Statements[Math.Max(place - 1, 0)]))
            .WithTrailingTrivia(Layout.Blank(before.TrailingTrivia));
        return body.WithStatements(body.Statements.Insert(place, added));
    }

    /// <summary>A constructor that did nothing so far.</summary>
    private static ConstructorDeclarationSyntax WithExpression(ConstructorDeclarationSyntax constructor, string expression)
    {
        var arrow = ArrowExpressionClause(Token(SyntaxKind.EqualsGreaterThanToken).WithTrailingTrivia(Space), ParseExpression(expression));
        var end = Token(SyntaxKind.SemicolonToken).WithTrailingTrivia(constructor.GetTrailingTrivia());
        var head = constructor.Initializer is { } initializer
            ? constructor.WithInitializer(initializer.WithTrailingTrivia(Space))
            : constructor.WithParameterList(constructor.ParameterList.WithTrailingTrivia(Space));
        return head.WithBody(null).WithExpressionBody(arrow).WithSemicolonToken(end);
    }
}
