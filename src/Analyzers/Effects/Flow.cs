using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Where control goes, by structure alone.</summary>
internal static class Flow
{
    /// <summary>Whether nothing after the statement runs once it has run.</summary>
    public static bool Leaves(IOperation? statement) => statement switch
    {
        IReturnOperation or IThrowOperation or IBranchOperation => true,
        IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IBlockOperation { Operations: { Length: > 0 } operations } => Leaves(operations[operations.Length - 1]),
        IConditionalOperation { WhenFalse: { } no } conditional => Leaves(conditional.WhenTrue) && Leaves(no),
        _ => false,
    };
}
