using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Whether a delegate runs during the call that it is given to, or later: as a handler, a callback, a factory.</summary>
internal static class DelegateTiming
{
    private static readonly string[] RegistrationVerbs = { "Add", "Map", "Use", "Configure", "On", "Register", "Subscribe", "With", "Setup", "Handle", "Schedule", "Returns", "Callback", "Create", "Build", "Set" };

    /// <summary>What the model says of the parameter; else an awaited call runs it, and one named like a registration keeps it.</summary>
    public static bool RunsLater(IInvocationOperation call, Row? row, IParameterSymbol? parameter)
    {
        if (row is not null && parameter is not null)
        {
            if (row.Arguments(ClauseKind.Runs).Contains(parameter.Name))
                return false;
            if (row.Arguments(ClauseKind.Defers).Contains(parameter.Name))
                return true;
        }

        return parameter?.Type.SpecialType == SpecialType.System_Delegate
            || (!IsAwaited(call) && Array.Exists(RegistrationVerbs, v => call.TargetMethod.Name.StartsWith(v, StringComparison.Ordinal)));
    }

    private static bool IsAwaited(IOperation call)
    {
        var parent = call.Parent;
        while (parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } or IConversionOperation)
            parent = parent.Parent;
        return parent is IAwaitOperation;
    }
}
