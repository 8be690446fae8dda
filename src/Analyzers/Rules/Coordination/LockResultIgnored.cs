using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Coordination;

/// <summary>A try to take a lock can fail, and says so only by its result: code that never looks runs beside the lock's real holder.</summary>
/// <remarks>
/// Silent where the result is read, compared, matched, returned, stored or passed on. A conditional write that libraries also use for other
/// things (set if absent) counts as a lock only where a name nearby calls it one. Silent in tests.
/// </remarks>
internal sealed class LockResultIgnored() : CallRule(Definition)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP6003",
        title: "Result of taking a lock is ignored",
        messageFormat: "'{0}' says by its result whether the lock was taken, and nothing tests it: when another process holds the lock, the code below runs all the same",
        category: Family.Coordination,
        defaultSeverity: DiagnosticSeverity.Warning);

    private static readonly string[] LockWords = { "lock", "lease", "mutex", "leader", "semaphore" };

    public override bool Concerns(Row row) => row.Has(Effect.LockAcquire) && row.Has(Trait.MustTest);

    public override Finding? Judge(ModelledCall call, Settings settings) =>
        call.Operation is IInvocationOperation take && ValueFlow.Uses(take).All(IsNoTest) && IsLock(call, take)
            ? Finding.At(take, take.TargetMethod.Name)
            : null;

    /// <summary>The value is dropped, or only released.</summary>
    private static bool IsNoTest(IOperation value) => value.Parent switch
    {
        IExpressionStatementOperation => true,
        ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
        IUsingOperation @using => @using.Resources == value,
        IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" } release => release.Instance == value,
        IConditionalAccessOperation { WhenNotNull: IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" } } => true,
        _ => false,
    };

    private static bool IsLock(ModelledCall call, IInvocationOperation take) =>
        !call.Row.Arguments(ClauseKind.When).Any()
        || Array.Exists(LockWords, w => Contains(call.Argument(Role.Key)?.Syntax.ToString(), w) || Enclosing(take).Any(name => Contains(name, w)));

    private static IEnumerable<string> Enclosing(IOperation operation)
    {
        for (var symbol = operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart); symbol is IMethodSymbol or INamedTypeSymbol; symbol = symbol.ContainingSymbol)
            yield return symbol.Name;
    }

    private static bool Contains(string? text, string word) => text?.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
