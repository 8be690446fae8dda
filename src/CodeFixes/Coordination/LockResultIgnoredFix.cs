using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Coordination;

/// <summary>Tests whether the lock was taken, and else leaves or throws.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class LockResultIgnoredFix() : RuleFix("DP6003")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Node.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || Change(at, statement) is not { } change)
            yield break;
        if (Leave(statement, at.Model) is { } leave)
            yield return new(leave is ContinueStatementSyntax ? "Skip this round when the lock is held" : "Return when the lock is held", () => change(leave), ".Leave");
        yield return new("Throw when the lock is held", () => change(ParseStatement("throw new System.InvalidOperationException(\"The lock is held by another process.\");")), ".Throw");
    }

    /// <summary>Puts the test where the result is: around the call, or behind the local that holds it.</summary>
    private static Func<StatementSyntax, SyntaxNode>? Change(Marked at, StatementSyntax statement)
    {
        if (statement is ExpressionStatementSyntax { Expression: var dropped } && IsBool(at, dropped))
            return leave => at.Root.ReplaceNode(statement, If(Not(dropped), leave).WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation));
        var declaration = (statement as LocalDeclarationStatementSyntax)?.Declaration ?? (statement as UsingStatementSyntax)?.Declaration;
        if (declaration is not { Variables: { Count: 1 } variables } || Failed(at, variables[0]) is not { } failed)
            return null;
        return statement switch
        {
            UsingStatementSyntax { Statement: BlockSyntax { Statements.Count: > 0 } block } =>
                leave => at.Root.InsertNodesBefore(block.Statements[0], new[] { If(failed, leave).WithAdditionalAnnotations(Formatter.Annotation) }),
            LocalDeclarationStatementSyntax { Parent: BlockSyntax } =>
                leave => at.Root.InsertNodesAfter(statement, new[] { If(failed, leave).WithAdditionalAnnotations(Formatter.Annotation) }),
            _ => null,
        };
    }

    private static ExpressionSyntax Not(ExpressionSyntax dropped)
    {
        if (dropped is AssignmentExpressionSyntax { Right: var right })
            dropped = right;
        return PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, dropped.WithoutTrivia());
    }

    /// <summary>The condition that the local's value does not hold the lock; null where its type does not tell.</summary>
    private static ExpressionSyntax? Failed(Marked at, VariableDeclaratorSyntax variable)
    {
        if (at.Model.GetDeclaredSymbol(variable, at.Cancellation) is not ILocalSymbol { Type: var type } || variable.Initializer is not { Value: var value } || !value.Span.Contains(at.Node.Span))
            return null;
        var name = variable.Identifier.ValueText;
        if (type.SpecialType == SpecialType.System_Boolean)
            return ParseExpression("!" + name);
        if (type.Name is "Task" or "ValueTask")
            return null;
        var tells = new[] { type }.Concat(type.AllInterfaces).Any(t => t.GetMembers("IsAcquired").OfType<IPropertySymbol>().Any(p => p.Type.SpecialType == SpecialType.System_Boolean));
        return tells ? ParseExpression($"!{name}.IsAcquired") : type.IsReferenceType ? ParseExpression($"{name} is null") : null;
    }

    private static bool IsBool(Marked at, ExpressionSyntax dropped) =>
        at.Model.GetTypeInfo(dropped is AssignmentExpressionSyntax { Right: var right } ? right : dropped, at.Cancellation).Type?.SpecialType == SpecialType.System_Boolean;

    private static IfStatementSyntax If(ExpressionSyntax condition, StatementSyntax then) => IfStatement(condition, Block(then));

    /// <summary>The statement that gives up here: the round of a loop, or a method that returns nothing.</summary>
    private static StatementSyntax? Leave(StatementSyntax statement, SemanticModel model)
    {
        foreach (var outer in statement.Ancestors())
        {
            switch (outer)
            {
                case ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax:
                    return ContinueStatement();
                case FinallyClauseSyntax:
                    return null;
                case LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AnonymousFunctionExpressionSyntax:
                    return ReturnsNothing(outer, model) ? ReturnStatement() : null;
                case AccessorDeclarationSyntax or GlobalStatementSyntax:
                    return null;
            }
        }

        return null;
    }

    private static bool ReturnsNothing(SyntaxNode function, SemanticModel model)
    {
        var method = (function is AnonymousFunctionExpressionSyntax ? model.GetSymbolInfo(function).Symbol : model.GetDeclaredSymbol(function)) as IMethodSymbol;
        return method is not null && (method.ReturnsVoid || (method.IsAsync && method.ReturnType is INamedTypeSymbol { Arity: 0 }));
    }
}
