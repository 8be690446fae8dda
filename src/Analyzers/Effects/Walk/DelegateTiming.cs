using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>When a lambda runs, as seen from the code around it.</summary>
internal enum Timing
{
    /// <summary>During the call that it is given to, or where the code does not tell.</summary>
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
    /// <param name="row">What a model says of the call that it is given to, or null.</param>
    /// <param name="conventions">What names alone say.</param>
    public static Timing Of(IAnonymousFunctionOperation lambda, Row? row, Conventions conventions)
    {
        var isDelegate = lambda.Parent is IDelegateCreationOperation;
        var user = isDelegate ? lambda.Parent!.Parent : lambda.Parent;
        while (user is IConversionOperation)
            user = user.Parent;
        return user switch
        {
            IArgumentOperation { Parent: IInvocationOperation } when !isDelegate => Timing.Never,
            IArgumentOperation { Parent: IInvocationOperation call } argument when RunsLater(call, row, argument.Parameter, conventions) => Timing.Later,
            IInvalidOperation when row is not null && row.Arguments(ClauseKind.Defers).Any() && !row.Arguments(ClauseKind.Runs).Any() => Timing.Later,
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation } or IEventAssignmentOperation or ICompoundAssignmentOperation => Timing.Later,
            _ => Timing.Now,
        };
    }

    /// <summary>What the model says of the parameter; else an awaited call runs it, and one named like a registration keeps it.</summary>
    public static bool RunsLater(IInvocationOperation call, Row? row, IParameterSymbol? parameter, Conventions conventions)
    {
        if (Names(row, ClauseKind.Runs, parameter))
            return false;
        return IsDeferred(row, parameter)
            || parameter?.Type.SpecialType == SpecialType.System_Delegate
            || (!IsAwaited(call) && conventions.Say(Trait.Keeps, call.TargetMethod.ContainingType?.Name ?? "", call.TargetMethod.Name));
    }

    /// <summary>Whether the model says so of the parameter.</summary>
    public static bool IsDeferred(Row? row, IParameterSymbol? parameter) => Names(row, ClauseKind.Defers, parameter);

    private static bool Names(Row? row, ClauseKind clause, IParameterSymbol? parameter) =>
        row is not null && parameter is not null && row.Arguments(clause).Contains(parameter.Name);

    private static bool IsAwaited(IOperation call)
    {
        var parent = call.Parent;
        while (parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } or IConversionOperation)
            parent = parent.Parent;
        return parent is IAwaitOperation;
    }
}
