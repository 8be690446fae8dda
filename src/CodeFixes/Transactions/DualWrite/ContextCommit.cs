using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>A statement that saves the changes of a context, or commits a transaction: the context's, or one of plain ADO.NET or Dapper.</summary>
/// <param name="Whole">The statement and its call.</param>
/// <param name="Context">The context, or the transaction where there is none: an expression that may be read twice.</param>
/// <param name="Saves">Whether objects may change by it, as those whose keys the database gives.</param>
/// <param name="Writer">What writes messages into a transaction that belongs to no context.</param>
internal sealed record ContextCommit(StatementCall Whole, ExpressionSyntax Context, bool Saves, MessageWriter? Writer = null)
{
    public StatementSyntax Statement => Whole.Statement;

    public static ContextCommit? Of(SemanticModel model, StatementSyntax statement, CancellationToken cancellation)
    {
        if (StatementCall.In(statement) is not { Call.Expression: MemberAccessExpressionSyntax access } whole)
            return null;
        var (receiver, name) = (access.Expression, access.Name.Identifier.ValueText);
        if (whole.IsAwaited != name.EndsWith("Async", StringComparison.Ordinal)
            || whole.Call.ArgumentList.Arguments.Any(a => model.GetTypeInfo(a.Expression, cancellation).Type?.Name != nameof(CancellationToken)))
            return null;
        return name switch
        {
            "SaveChanges" or "SaveChangesAsync" when IsContext(model, receiver, cancellation) => new(whole, receiver, Saves: true),
            "Commit" or "CommitAsync" when ContextOf(model, receiver, cancellation) is { } context => new(whole, context, Saves: false),
            "Commit" or "CommitAsync" when IsTransaction(model, receiver, cancellation) && MessageWriter.At(model, statement, cancellation) is { } writer =>
                new(whole, receiver, Saves: false, writer),
            _ => null,
        };
    }

    private static bool IsContext(SemanticModel model, ExpressionSyntax context, CancellationToken cancellation) =>
        context is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
        && model.GetSymbolInfo(context, cancellation).Symbol is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol
        && model.GetTypeInfo(context, cancellation).Type is INamedTypeSymbol type
        && Bases.Of(type).Any(t => t.ToDisplayString() == "Microsoft.EntityFrameworkCore.DbContext")
        && !Bases.Of(type).Any(t => t.GetMembers("Outbox").Any(m => m is IMethodSymbol)); // it would hide the extension

    /// <summary>The context that a transaction was begun with.</summary>
    private static ExpressionSyntax? ContextOf(SemanticModel model, ExpressionSyntax transaction, CancellationToken cancellation) =>
        model.GetSymbolInfo(transaction, cancellation).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } places }
        && places[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: var begun } variable
        && (begun is AwaitExpressionSyntax { Expression: var inner } ? inner : begun) is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax
            {
                Name.Identifier.ValueText: "BeginTransaction" or "BeginTransactionAsync",
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Database", Expression: var context },
            },
        }
        && variable.FirstAncestorOrSelf<BlockSyntax>() is { } block && !Writes.To(block, variable.Identifier.ValueText)
        && IsContext(model, context, cancellation) ? context : null;

    private static bool IsTransaction(SemanticModel model, ExpressionSyntax transaction, CancellationToken cancellation) =>
        model.GetSymbolInfo(transaction, cancellation).Symbol is ILocalSymbol or IParameterSymbol
        && model.GetTypeInfo(transaction, cancellation).Type is INamedTypeSymbol type
        && Bases.Of(type).Any(t => t.ToDisplayString() == "System.Data.Common.DbTransaction");
}
