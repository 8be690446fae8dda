using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Whether a delegate runs during the call that it is given to, or later: as a handler, a callback, a factory.</summary>
internal static class DelegateTiming
{
    /// <summary>What the model says of the parameter; else an awaited call runs it, and one named like a registration keeps it.</summary>
    public static bool RunsLater(IInvocationOperation call, Row? row, IParameterSymbol? parameter, Conventions conventions)
    {
        if (row is not null && parameter is not null)
        {
            if (row.Arguments(ClauseKind.Runs).Contains(parameter.Name))
                return false;
            if (row.Arguments(ClauseKind.Defers).Contains(parameter.Name))
                return true;
        }

        return parameter?.Type.SpecialType == SpecialType.System_Delegate
            || (!IsAwaited(call) && conventions.Say(Trait.Keeps, call.TargetMethod.ContainingType?.Name ?? "", call.TargetMethod.Name));
    }

    private static bool IsAwaited(IOperation call)
    {
        var parent = call.Parent;
        while (parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } or IConversionOperation)
            parent = parent.Parent;
        return parent is IAwaitOperation;
    }
}
