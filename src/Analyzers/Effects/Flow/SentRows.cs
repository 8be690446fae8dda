using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Effects;

/// <summary>A row that a message is made of.</summary>
/// <param name="Type">The type of the row.</param>
/// <param name="IsOneOfMany">Whether it is one of those that a loop reads or a collection holds.</param>
internal readonly record struct SentRow(INamedTypeSymbol Type, bool IsOneOfMany);

/// <summary>Finds the rows that a message is made of: the objects that the call's arguments name, and those that the variables in them were made of.</summary>
internal static class SentRows
{
    private const int MostSteps = 4;

    public static IEnumerable<SentRow> At(SyntaxNode sending, SemanticModel model) =>
        Rows(sending is InvocationExpressionSyntax call ? call.ArgumentList : sending, sending, model, MostSteps);

    public static bool IsInLoop(SyntaxNode node) => LoopsAround(node).Any();

    private static IEnumerable<SentRow> Rows(SyntaxNode expression, SyntaxNode sending, SemanticModel model, int steps)
    {
        foreach (var name in expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            var symbol = model.GetSymbolInfo(name).Symbol;
            var type = symbol switch { ILocalSymbol local => local.Type, IParameterSymbol parameter => parameter.Type, _ => null };
            if (type is null || symbol!.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not { } declaration)
                continue;
            if (ElementOf(type) is { } element)
                yield return new(element, IsOneOfMany: true);
            else if (type is INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } row)
                yield return new(row, LoopsAround(sending).Any(l => l.Span.Contains(declaration.Span)));
            if (steps > 0 && declaration is VariableDeclaratorSyntax { Initializer.Value: { } made })
            {
                foreach (var inner in Rows(made, sending, model, steps - 1))
                    yield return inner;
            }
        }
    }

    /// <summary>What a collection holds, where that is an object of a class.</summary>
    private static INamedTypeSymbol? ElementOf(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_String)
            return null;
        var element = type is IArrayTypeSymbol array ? array.ElementType
            : type.AllInterfaces.Append(type).OfType<INamedTypeSymbol>()
                .FirstOrDefault(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0];
        return element is INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } row ? row : null;
    }

    private static IEnumerable<SyntaxNode> LoopsAround(SyntaxNode node) => node.Ancestors()
        .TakeWhile(n => n is not (MemberDeclarationSyntax or LocalFunctionStatementSyntax) or GlobalStatementSyntax)
        .Where(LoopSyntax.Is);
}
