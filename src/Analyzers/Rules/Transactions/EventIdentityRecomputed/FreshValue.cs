using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Rules.Transactions;

/// <summary>What a getter makes each time it is read, by its syntax alone: types are judged before anything is bound.</summary>
internal static class FreshValue
{
    /// <summary>
    /// Why what a property returns is another value at each read: a new id, or the time; nothing where it is kept, or depends on anything else.
    /// </summary>
    public static Effect Of(PropertyDeclarationSyntax property, LibraryCatalog catalog) =>
        ReturnedBy(property) is { } value ? Of(Names(value).ToList(), catalog) : Effect.None;

    /// <summary>The one expression that a property without a setter returns.</summary>
    public static ExpressionSyntax? ReturnedBy(PropertyDeclarationSyntax property) => property switch
    {
        { ExpressionBody.Expression: var value } => value,
        { AccessorList.Accessors: { Count: 1 } accessors } when accessors[0].IsKind(SyntaxKind.GetAccessorDeclaration) => accessors[0] switch
        {
            { ExpressionBody.Expression: var value } => value,
            { Body.Statements: { Count: 1 } statements } when statements[0] is ReturnStatementSyntax { Expression: { } value } => value,
            _ => null,
        },
        _ => null,
    };

    private static Effect Of(List<string> names, LibraryCatalog catalog)
    {
        for (var type = 0; type < names.Count; type++)
        {
            for (var member = type + 1; member < names.Count; member++)
            {
                var row = catalog.FindByNames(names[type], names[member]);
                if (row is not null && (row.Has(Effect.Clock) || row.Has(Effect.Random)))
                    return row.Effects;
            }
        }

        return Effect.None;
    }

    /// <summary>The names of a chain of calls and members, from its beginning: <c>System.Guid.NewGuid().ToString()</c>.</summary>
    private static IEnumerable<string> Names(ExpressionSyntax value) => value switch
    {
        InvocationExpressionSyntax { Expression: var called } => Names(called),
        MemberAccessExpressionSyntax { Expression: var owner, Name.Identifier.ValueText: var member } => Names(owner).Append(member),
        ParenthesizedExpressionSyntax { Expression: var inner } => Names(inner),
        CastExpressionSyntax { Expression: var inner } => Names(inner),
        SimpleNameSyntax { Identifier.ValueText: var name } => new[] { name },
        _ => Enumerable.Empty<string>(),
    };
}
