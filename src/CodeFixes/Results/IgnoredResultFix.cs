using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Results;

/// <summary>Tests a result that says whether a call succeeded, and else leaves or throws.</summary>
/// <param name="id">The rule.</param>
/// <param name="when">What it means that the call did not succeed, as the light bulb says it: "when …".</param>
/// <param name="thrown">The exception that says it.</param>
public abstract class IgnoredResultFix(string id, string when, string thrown) : RuleFix(id)
{
    /// <summary>Whether the code may go on without it: not where its work would be lost.</summary>
    private protected virtual bool MayLeave => true;

    /// <summary>The condition that a result says: it did not work. Null where its type does not tell.</summary>
    private protected virtual ExpressionSyntax? Failed(ITypeSymbol? type, Diagnostic finding, ExpressionSyntax result) => FailureTest.Of(type, finding, result);

    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Node.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || Change(at, statement) is not { } change)
            yield break;
        if (MayLeave && EarlyExit.From(statement, at.Model) is { } leave)
            yield return new(leave is ContinueStatementSyntax ? $"Skip this round {when}" : $"Return {when}", () => change(leave), ".Leave");
        yield return new($"Throw {when}", () => change(ParseStatement($"throw new {thrown};")), ".Throw");
    }

    /// <summary>Puts the test where the result is: around the call, or behind the local that holds it.</summary>
    private Func<StatementSyntax, SyntaxNode>? Change(Marked at, StatementSyntax statement)
    {
        if (statement is ExpressionStatementSyntax { Expression: var dropped })
            return OfDropped(at, statement, dropped is AssignmentExpressionSyntax { Right: var right } ? right : dropped);
        var declaration = (statement as LocalDeclarationStatementSyntax)?.Declaration ?? (statement as UsingStatementSyntax)?.Declaration;
        if (declaration is not { Variables: { Count: 1 } variables }
            || variables[0].Initializer is not { Value: var value }
            || !value.Span.Contains(at.Node.Span))
            return null;
        var type = (at.Model.GetDeclaredSymbol(variables[0], at.Cancellation) as ILocalSymbol)?.Type;
        if (Failed(type, at.Diagnostic, IdentifierName(variables[0].Identifier.WithoutTrivia())) is not { } failed)
            return null;
        return statement switch
        {
            UsingStatementSyntax { Statement: BlockSyntax { Statements.Count: > 0 } block } =>
                leave => at.Root.InsertNodesBefore(block.Statements[0], new[] { If(failed, leave) }),
            LocalDeclarationStatementSyntax { Parent: BlockSyntax } =>
                leave => at.Root.InsertNodesAfter(statement, new[] { If(failed, leave) }),
            _ => null,
        };
    }

    /// <summary>What must be released, or asked by a member, gets a name first.</summary>
    private Func<StatementSyntax, SyntaxNode>? OfDropped(Marked at, StatementSyntax statement, ExpressionSyntax dropped)
    {
        if (at.Model.GetTypeInfo(dropped, at.Cancellation).Type is not { } type)
            return null;
        var value = dropped.WithoutTrivia();
        if (FailureTest.Teller(type, at.Diagnostic) is null)
            return Failed(type, at.Diagnostic, value) is { } test ? leave => at.Root.ReplaceNode(statement, If(test, leave).WithTriviaFrom(statement)) : null;
        if (statement.Parent is not BlockSyntax || NameFor(type, at) is not { } name || Failed(type, at.Diagnostic, IdentifierName(name)) is not { } failed)
            return null;
        var release = type.AllInterfaces.Any(i => i.Name == "IDisposable") ? "using " : "";
        var declared = ParseStatement($"{release}var {name} = {value};").WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(ElasticLineFeed);
        return leave => at.Root.ReplaceNode(statement, new[] { declared, If(failed, leave).WithTrailingTrivia(statement.GetTrailingTrivia()) });
    }

    private static string? NameFor(ITypeSymbol type, Marked at)
    {
        var name = type.Name.EndsWith("Lease", StringComparison.Ordinal) ? "lease"
            : type.Name.EndsWith("Lock", StringComparison.Ordinal) ? "handle"
            : "response";
        return at.Model.LookupSymbols(at.Node.SpanStart, name: name).IsEmpty ? name : null;
    }

    private static IfStatementSyntax If(ExpressionSyntax condition, StatementSyntax then) =>
        IfStatement(condition, Block(then)).WithAdditionalAnnotations(Formatter.Annotation);
}
