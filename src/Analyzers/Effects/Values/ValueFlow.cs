using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Where a value goes within its member: through conversions, awaits and locals, to whatever uses it.</summary>
internal static class ValueFlow
{
    /// <summary>
    /// The value as each of its uses sees it: the parent of each operation is the use. A value that lands in a local is followed to
    /// the local's reads, so that none at all means that the value is never looked at.
    /// </summary>
    public static IEnumerable<IOperation> Uses(IOperation value) => Steps(value, Same).Where(step => Same(step) is null && Holder(step) is null);

    /// <summary>Every operation that carries the value, the use of each being its parent.</summary>
    /// <param name="value">Where it starts.</param>
    /// <param name="next">The parent that still carries it, or null.</param>
    public static IEnumerable<IOperation> Steps(IOperation value, Func<IOperation, IOperation?> next)
    {
        var seen = new HashSet<ILocalSymbol>(SymbolEqualityComparer.Default);
        var work = new Stack<IOperation>();
        work.Push(value);
        while (work.Count > 0)
        {
            for (IOperation? step = work.Pop(); step is not null; step = next(step))
            {
                yield return step;
                if (Holder(step) is not { } local || !seen.Add(local))
                    continue;
                foreach (var read in Reads(local, step))
                    work.Push(read);
            }
        }
    }

    /// <summary>The parent that is the same value: converted, chosen, awaited, or waited for.</summary>
    public static IOperation? Same(IOperation value) => value.Parent switch
    {
        IConversionOperation or IAwaitOperation or IParenthesizedOperation => value.Parent,
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult" } call when call.Instance == value => call,
        IConditionalOperation choice when choice.Condition != value && choice.Type is not null => choice,
        ICoalesceOperation fallback when fallback.WhenNull == value => fallback,
        IConditionalAccessOperation access when access.WhenNotNull == value => access,
        IPropertyReferenceOperation { Property: { Name: "Result", ContainingType.Name: "Task" or "ValueTask" } } task when task.Instance == value => task,
        _ => null,
    };

    /// <summary>The local that a value is put into, if that is all that happens to it.</summary>
    public static ILocalSymbol? Holder(IOperation value) => value.Parent switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
        IAssignmentOperation { Target: ILocalReferenceOperation target, Parent: IExpressionStatementOperation } assignment
            when assignment.Value == value => target.Local,
        _ => null,
    };

    /// <summary>What a local, or a static field of the same file that is only read, was declared with; anything else is returned as it is.</summary>
    public static IOperation Initial(IOperation value)
    {
        value = ValueOrigins.Unconverted(value);
        var initial = value switch
        {
            ILocalReferenceOperation { Local: var local } when LocalValues.Only(local, value) is { Parent: IVariableInitializerOperation } declared => declared,
            IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } field } => OfField(field, value),
            _ => null,
        };
        return initial is null ? value : Initial(initial);
    }

    private static IOperation? OfField(IFieldSymbol field, IOperation within) =>
        field.DeclaringSyntaxReferences.FirstOrDefault() is { } declared && declared.SyntaxTree == within.Syntax.SyntaxTree
        && declared.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var value }
            ? within.SemanticModel?.GetOperation(value)
            : null;

    /// <summary>The reads of a local in the member around an operation.</summary>
    public static IEnumerable<IOperation> Reads(ILocalSymbol local, IOperation within) =>
        WholeMember.Around(within).Where(o => o is ILocalReferenceOperation r && SymbolEqualityComparer.Default.Equals(r.Local, local) && !IsTarget(o));

    private static bool IsTarget(IOperation reference) => reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference;
}
