using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes;

/// <summary>What an expression takes from the call and the object around it.</summary>
internal static class Captures
{
    /// <summary>Whether the expression means the same outside the member: nothing in it belongs to the call or the object.</summary>
    public static bool Nothing(Marked at, ExpressionSyntax built) => built.DescendantNodesAndSelf().All(node => node switch
    {
        ThisExpressionSyntax or BaseExpressionSyntax => false,
        IdentifierNameSyntax name => at.Model.GetSymbolInfo(name, at.Cancellation).Symbol switch
        {
            ILocalSymbol
                or IParameterSymbol
                or IRangeVariableSymbol
                or ITypeParameterSymbol
                or IMethodSymbol { MethodKind: MethodKind.LocalFunction } => IsInside(name, built, at),
            { IsStatic: false, Kind: SymbolKind.Field or SymbolKind.Property or SymbolKind.Method or SymbolKind.Event } => IsQualified(name),
            null => false,
            _ => true,
        },
        _ => true,
    });

    private static bool IsInside(IdentifierNameSyntax name, ExpressionSyntax built, Marked at) =>
        at.Model.GetSymbolInfo(name, at.Cancellation).Symbol!.DeclaringSyntaxReferences
            .All(r => built.Span.Contains(r.Span) && r.SyntaxTree == built.SyntaxTree)
        || name.Parent is NameColonSyntax;

    private static bool IsQualified(IdentifierNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax access && access.Name == name
        || name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } set && set.Left == name
        || name.Parent is MemberBindingExpressionSyntax;
}
