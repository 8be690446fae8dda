using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>What a local holds from its declaration to its end.</summary>
internal static class InitialValue
{
    /// <summary>What a local starts with, if it never gets another value in the member around an operation.</summary>
    public static IOperation? Of(ILocalSymbol local, IOperation within)
    {
        var root = within;
        while (root.Parent is { } parent)
            root = parent;
        IOperation? initial = null;
        foreach (var operation in root.Descendants())
        {
            if (operation is IAssignmentOperation { Target: ILocalReferenceOperation target } && Is(target.Local))
                return null;
            if (operation is IVariableDeclaratorOperation declarator && Is(declarator.Symbol))
                initial = declarator.Initializer?.Value;
        }

        return initial;

        bool Is(ILocalSymbol other) => SymbolEqualityComparer.Default.Equals(other, local);
    }
}
