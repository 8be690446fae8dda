using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>A statement that does nothing but publish one message of a type that is known for certain.</summary>
internal sealed record Publication(
    ExpressionStatementSyntax Statement, BlockSyntax Block, ExpressionSyntax Publisher, ExpressionSyntax Message,
    ExpressionSyntax? Token, bool IsAwaited, string Configuration)
{
    /// <summary>The publication whose method's name is the node.</summary>
    public static Publication? Of(SemanticModel model, SyntaxNode node, CancellationToken cancellation)
    {
        if (node.Parent is not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access
            || access.Name != node
            || !IsStill(access.Expression)
            || StatementCall.Around(call) is not { Statement: ExpressionStatementSyntax { Parent: BlockSyntax block } statement } whole
            || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol { Name: "Publish" or "PublishAsync" } method
            || !(whole.IsAwaited || method.ReturnsVoid))
            return null;
        var arguments = call.ArgumentList.Arguments;
        var token = arguments.Count == 2 && model.GetTypeInfo(arguments[1].Expression, cancellation).Type?.Name == nameof(CancellationToken)
            ? arguments[1].Expression
            : null;
        return arguments.Count == (token is null ? 1 : 2) && IsOwn(model, arguments[0].Expression, method, cancellation)
            ? new(statement, block, access.Expression, arguments[0].Expression, token, whole.IsAwaited, whole.Configuration)
            : null;
    }

    /// <summary>Whether a statement is a call that publishes something, of whatever type.</summary>
    public static bool Is(SemanticModel model, StatementSyntax statement, CancellationToken cancellation) =>
        StatementCall.In(statement) is { Statement: ExpressionStatementSyntax } whole
        && model.GetSymbolInfo(whole.Call, cancellation).Symbol is IMethodSymbol { Name: "Publish" or "PublishAsync" };

    /// <summary>Whether the message is an object of a type of ours, and the same type is what is published.</summary>
    private static bool IsOwn(SemanticModel model, ExpressionSyntax message, IMethodSymbol method, CancellationToken cancellation) =>
        message is not ImplicitObjectCreationExpressionSyntax
        && model.GetTypeInfo(message, cancellation).Type is INamedTypeSymbol
        {
            TypeKind: TypeKind.Class or TypeKind.Struct,
            IsAnonymousType: false,
            IsAbstract: false,
            IsTupleType: false,
            SpecialType: SpecialType.None,
        } type
        && type.ContainingNamespace?.ToDisplayString().Split('.')[0] != "System"
        && (method.TypeArguments.IsEmpty || method.TypeArguments.Length == 1 && SymbolEqualityComparer.Default.Equals(method.TypeArguments[0], type))
        && (message is ObjectCreationExpressionSyntax || type.IsSealed || IsCreated(model, message, cancellation));

    private static bool IsCreated(SemanticModel model, ExpressionSyntax message, CancellationToken cancellation) =>
        model.GetSymbolInfo(message, cancellation).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } places }
        && places[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax creation } variable
        && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(creation, cancellation).Type, model.GetTypeInfo(message, cancellation).Type)
        && variable.FirstAncestorOrSelf<BlockSyntax>() is { } block && !Writes.To(block, variable.Identifier.ValueText);

    /// <summary>Whether nothing happens when the expression is read, so that it may go.</summary>
    private static bool IsStill(ExpressionSyntax receiver) =>
        receiver is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };
}
