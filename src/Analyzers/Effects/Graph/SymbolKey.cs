using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DistPatterns.Effects;

/// <summary>
/// A method or type as every project of a solution sees it: by where it is declared, else by its documentation id.
/// Symbols of one declaration differ from compilation to compilation; its syntax does not.
/// </summary>
internal readonly record struct SymbolKey(SyntaxTree? Tree, TextSpan Span, string? Id)
{
    public static SymbolKey Of(ISymbol symbol)
    {
        symbol = symbol is IMethodSymbol { ReducedFrom: { } unreduced } ? unreduced.OriginalDefinition : symbol.OriginalDefinition;
        if (symbol is IMethodSymbol { PartialDefinitionPart: { } definition })
            symbol = definition;
        return symbol.DeclaringSyntaxReferences is { Length: > 0 } declared
            ? new(declared[0].SyntaxTree, declared[0].Span, null)
            : new(null, default, symbol.GetDocumentationCommentId() ?? symbol.ToDisplayString());
    }
}

/// <summary>Keys of symbols, made once each.</summary>
internal sealed class SymbolKeys
{
    private readonly Dictionary<ISymbol, SymbolKey> _keys = new(SymbolEqualityComparer.Default);

    public SymbolKey this[ISymbol symbol]
    {
        get
        {
            if (!_keys.TryGetValue(symbol, out var key))
                _keys.Add(symbol, key = SymbolKey.Of(symbol));
            return key;
        }
    }

    /// <summary>Whether a class is another or derives from it, in whichever compilation either was met.</summary>
    public bool IsOrDerivesFrom(INamedTypeSymbol? type, INamedTypeSymbol? ancestor)
    {
        for (; type is not null && ancestor is not null; type = type.BaseType)
        {
            if (this[type] == this[ancestor])
                return true;
        }

        return false;
    }
}
