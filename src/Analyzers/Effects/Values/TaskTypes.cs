using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>The types of work that goes on: <c>Task</c> and <c>ValueTask</c>, with a result or without.</summary>
internal static class TaskTypes
{
    public static bool Is(ITypeSymbol? type) =>
        type is { Name: "Task" or "ValueTask", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } };

    /// <summary>Whether what makes a value of a type fails later, where that is waited for: of a task, or of a sequence whose elements are.</summary>
    public static bool FailsLater(ITypeSymbol? type) =>
        Is(type)
        || type is { Name: "IAsyncEnumerable", ContainingNamespace.Name: "Generic" }
        || type is { Name: "ConfiguredCancelableAsyncEnumerable", ContainingNamespace.Name: "CompilerServices" };

    /// <summary>What waiting for a value of a type gives: of a task its result, null where it has none; of any other type that type.</summary>
    public static ITypeSymbol? Awaited(ITypeSymbol type) => Is(type) ? (type as INamedTypeSymbol)?.TypeArguments.FirstOrDefault() : type;

    /// <summary>Whether a task is over as soon as it is made: <c>Task.FromResult(…)</c>, <c>Task.CompletedTask</c>, and what chooses among such.</summary>
    public static bool IsOver(IOperation task) => ValueOrigins.Unconverted(task) switch
    {
        IInvocationOperation { TargetMethod: { Name: "FromResult" or "FromException" or "FromCanceled", ContainingType: var type } } => Is(type),
        IPropertyReferenceOperation { Property: { Name: "CompletedTask", ContainingType: var type } } => Is(type),
        IObjectCreationOperation { Constructor.ContainingType.Name: "ValueTask", Arguments: var given } =>
            given.All(a => a.Parameter!.Type is { Name: not ("Task" or "IValueTaskSource") }),
        IDefaultValueOperation { Type.IsValueType: true } => true,
        IThrowOperation => true,
        IConditionalOperation { WhenTrue: var yes, WhenFalse: { } no } => IsOver(yes) && IsOver(no),
        ISwitchExpressionOperation choice => choice.Arms.All(a => IsOver(a.Value)),
        ILocalReferenceOperation { Local: var local } =>
            LocalValues.Of(local, task).ToList() is { Count: > 0 } values && values.TrueForAll(v => v is not ILocalReferenceOperation && IsOver(v)),
        _ => false,
    };
}
