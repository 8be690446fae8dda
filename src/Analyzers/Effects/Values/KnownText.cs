using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>
/// The text that a value is on every run, where the code tells: a constant, what a URI is made of, a local or read-only field that holds such.
/// </summary>
internal static class KnownText
{
    public static string? Of(IOperation value) => ValueFlow.Initial(value) switch
    {
        { ConstantValue: { HasValue: true, Value: string text } } => text,
        IObjectCreationOperation { Type.Name: nameof(Uri), Arguments: { Length: > 0 } arguments } => Of(arguments[0].Value),
        IFieldReferenceOperation { Field: { IsReadOnly: true, DeclaringSyntaxReferences: { Length: 1 } declared } } =>
            OfInitializer((declared[0].GetSyntax() as VariableDeclaratorSyntax)?.Initializer?.Value),
        _ => null,
    };

    /// <summary>By its syntax: the field stands in another file, or belongs to an object.</summary>
    private static string? OfInitializer(ExpressionSyntax? value) => value switch
    {
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } => OfLiteral(arguments[0].Expression),
        _ => OfLiteral(value),
    };

    private static string? OfLiteral(ExpressionSyntax? value) => (value as LiteralExpressionSyntax)?.Token.Value as string;
}
