using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>What a delegate has done when it returns.</summary>
internal static class DelegateResult
{
    /// <summary>Whether it may return before its work is done: it is asynchronous, or returns a task that is not over yet.</summary>
    public static bool GoesOn(IOperation work) => ValueOrigins.Unconverted(work) switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } =>
            lambda.Symbol.IsAsync || (TaskTypes.Is(lambda.Symbol.ReturnType) && !Returned(lambda).All(TaskTypes.IsOver)),
        IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } } => method.IsAsync || TaskTypes.Is(method.ReturnType),
        { Type: INamedTypeSymbol { DelegateInvokeMethod.ReturnType: var result } } => TaskTypes.Is(result),
        _ => false,
    };

    /// <summary>The parameter that a delegate is, or that it calls and whose result it returns or drops: what runs, the callers know.</summary>
    public static IParameterSymbol? Forwarded(IOperation work) => ValueOrigins.Unconverted(work) switch
    {
        IParameterReferenceOperation { Parameter: var parameter } => parameter,
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => Own(lambda).Select(Called).FirstOrDefault(p => p is not null),
        _ => null,
    };

    private static IParameterSymbol? Called(IOperation operation) => operation is IInvocationOperation
    {
        TargetMethod.MethodKind: MethodKind.DelegateInvoke,
        Parent: IReturnOperation or IExpressionStatementOperation,
        Instance: IParameterReferenceOperation { Parameter: var called },
    } ? called : null;

    private static IEnumerable<IOperation> Returned(IAnonymousFunctionOperation lambda) =>
        Own(lambda).OfType<IReturnOperation>().Select(r => r.ReturnedValue).OfType<IOperation>();

    /// <summary>What the lambda does itself, and not the functions inside it.</summary>
    private static IEnumerable<IOperation> Own(IAnonymousFunctionOperation lambda)
    {
        var work = new Stack<IOperation>();
        work.Push(lambda.Body);
        while (work.Count > 0)
        {
            var next = work.Pop();
            yield return next;
            foreach (var child in next.ChildOperations)
            {
                if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
                    work.Push(child);
            }
        }
    }
}
