using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>When a lambda runs, as seen from the code around it.</summary>
internal enum Timing
{
    /// <summary>During the call that it is given to, or wherever nobody can tell.</summary>
    Now,

    /// <summary>At another time: as a handler, a callback, a factory.</summary>
    Later,

    /// <summary>Never here: an expression tree, which is data.</summary>
    Never,
}

/// <summary>Whether a delegate runs during the call that it is given to, or later.</summary>
internal static class DelegateTiming
{
    /// <param name="lambda">The lambda.</param>
    /// <param name="code">What is in sight.</param>
    public static Timing Of(IAnonymousFunctionOperation lambda, CodeBase code)
    {
        var isDelegate = lambda.Parent is IDelegateCreationOperation;
        var user = isDelegate ? lambda.Parent!.Parent : lambda.Parent;
        while (user is IConversionOperation)
            user = user.Parent;
        return user switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } argument => !isDelegate ? Timing.Never : RunsLater(call, argument.Parameter, code) ? Timing.Later : Timing.Now,
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation } => Timing.Later,
            _ => Timing.Now,
        };
    }

    /// <summary>What the model says of the parameter; else an awaited call runs it, and one named like a registration keeps it.</summary>
    public static bool RunsLater(IInvocationOperation call, IParameterSymbol? parameter, CodeBase code)
    {
        if (parameter is not null && code.RowOf(call) is { } row)
        {
            if (row.Arguments(ClauseKind.Runs).Contains(parameter.Name))
                return false;
            if (row.Arguments(ClauseKind.Defers).Contains(parameter.Name))
                return true;
        }

        return parameter?.Type.SpecialType == SpecialType.System_Delegate
            || (!IsAwaited(call) && code.Catalog.Conventions.Say(Trait.Keeps, call.TargetMethod.ContainingType?.Name ?? "", call.TargetMethod.Name));
    }

    private static bool IsAwaited(IOperation call)
    {
        var parent = call.Parent;
        while (parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } or IConversionOperation)
            parent = parent.Parent;
        return parent is IAwaitOperation;
    }
}
