using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Where a value goes within its body: through conversions, awaits and locals, to whatever uses it.</summary>
internal static class ValueFlow
{
    /// <summary>
    /// The value as each of its uses sees it: the parent of each operation is the use. A value that lands in a local is followed to
    /// the local's reads, so that none at all means that nobody ever looks.
    /// </summary>
    public static IEnumerable<IOperation> Uses(IOperation value)
    {
        var seen = new HashSet<ILocalSymbol>(SymbolEqualityComparer.Default);
        var work = new Stack<IOperation>();
        work.Push(value);
        while (work.Count > 0)
        {
            var whole = Whole(work.Pop());
            if (Holder(whole) is not { } local)
                yield return whole;
            else if (seen.Add(local))
            {
                foreach (var read in Reads(local, whole))
                    work.Push(read);
            }
        }
    }

    /// <summary>The outermost operation that still is this value: converted, awaited, or waited for.</summary>
    public static IOperation Whole(IOperation value)
    {
        while (value.Parent is { } parent && IsSame(value, parent))
            value = parent;
        return value;
    }

    /// <summary>The reads of a local in the member around an operation.</summary>
    public static IEnumerable<IOperation> Reads(ILocalSymbol local, IOperation within)
    {
        var root = within;
        while (root.Parent is { } parent)
            root = parent;
        return root.Descendants().Where(o => o is ILocalReferenceOperation r && SymbolEqualityComparer.Default.Equals(r.Local, local) && !IsTarget(o));
    }

    /// <summary>The local that a value is put into, if that is all that happens to it.</summary>
    private static ILocalSymbol? Holder(IOperation value) => value.Parent switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation target, Parent: IExpressionStatementOperation } => target.Local,
        _ => null,
    };

    private static bool IsSame(IOperation value, IOperation parent) => parent switch
    {
        IConversionOperation or IAwaitOperation or IParenthesizedOperation => true,
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult" } call => call.Instance == value,
        IPropertyReferenceOperation { Property: { Name: "Result", ContainingType.Name: "Task" or "ValueTask" } } task => task.Instance == value,
        _ => false,
    };

    private static bool IsTarget(IOperation reference) => reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference;
}
