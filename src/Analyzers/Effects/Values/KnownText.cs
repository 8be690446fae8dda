using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>
/// The text that a value is on every run, where the code tells: a constant, what a URI is made of, a local or read-only field that holds such.
/// </summary>
internal static class KnownText
{
    public static string? Of(IOperation value) => ValueOrigins.Unconverted(value) switch
    {
        { ConstantValue: { HasValue: true, Value: string text } } => text,
        IObjectCreationOperation { Type.Name: nameof(Uri), Arguments: { Length: > 0 } arguments } => Of(arguments[0].Value),
        ILocalReferenceOperation read when LocalValues.Only(read.Local, read) is { } held => Of(held),
        IFieldReferenceOperation { Field: { IsReadOnly: true, DeclaringSyntaxReferences: { Length: 1 } declared } } => OfInitializer(declared),
        _ => null,
    };

    /// <summary>By its syntax: the field may stand in another file.</summary>
    private static string? OfInitializer(ImmutableArray<SyntaxReference> declared) =>
        (declared[0].GetSyntax() as VariableDeclaratorSyntax)?.Initializer?.Value switch
        {
            BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } => OfLiteral(arguments[0].Expression),
            { } value => OfLiteral(value),
            _ => null,
        };

    private static string? OfLiteral(ExpressionSyntax value) => (value as LiteralExpressionSyntax)?.Token.Value as string;
}
