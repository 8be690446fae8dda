using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>A call that makes up a statement, with the await around it.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Call">The call.</param>
/// <param name="IsAwaited">Whether it is awaited.</param>
/// <param name="Configuration">How: <c>.ConfigureAwait(false)</c> or nothing.</param>
internal sealed record StatementCall(StatementSyntax Statement, InvocationExpressionSyntax Call, bool IsAwaited, string Configuration)
{
    public static StatementCall? In(StatementSyntax statement)
    {
        var whole = statement switch
        {
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right: var right } } => right,
            ExpressionStatementSyntax { Expression: var alone } => alone,
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } => variables[0].Initializer?.Value,
            _ => null,
        };
        var waited = whole as AwaitExpressionSyntax;
        var call = (waited?.Expression ?? whole) as InvocationExpressionSyntax;
        var configuration = "";
        if (waited is not null && call?.Expression is MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "ConfigureAwait",
                Expression: InvocationExpressionSyntax inner,
            })
            (call, configuration) = (inner, ".ConfigureAwait" + call.ArgumentList);
        return call is null ? null : new(statement, call, waited is not null, configuration);
    }

    /// <summary>The statement that the call makes up; null where it is a part of something larger.</summary>
    public static StatementCall? Around(InvocationExpressionSyntax call) =>
        call.FirstAncestorOrSelf<StatementSyntax>() is { } statement && In(statement) is { } whole && whole.Call == call ? whole : null;
}
