using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>The member around an operation.</summary>
internal static class WholeMember
{
    /// <summary>Every operation of the member that one stands in, in the order of the text.</summary>
    public static IEnumerable<IOperation> Around(IOperation operation) => Of(operation).Descendants();

    /// <summary>The outermost operation: the whole member that one stands in.</summary>
    public static IOperation Of(IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;
        return operation;
    }
}
