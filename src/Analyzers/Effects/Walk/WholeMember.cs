using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>The member around an operation.</summary>
internal static class WholeMember
{
    /// <summary>Every operation of the member that one stands in, in the order of the text.</summary>
    public static IEnumerable<IOperation> Around(IOperation operation)
    {
        var root = operation;
        while (root.Parent is { } parent)
            root = parent;
        return root.Descendants();
    }
}
