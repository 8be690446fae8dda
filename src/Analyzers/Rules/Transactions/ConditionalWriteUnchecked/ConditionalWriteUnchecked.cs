using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Transactions;

/// <summary>A write that applies only to what was read changes nothing where another process was first, and says so only by its result.</summary>
/// <remarks>
/// Silent where the result is looked at, stored or passed on; where a member returns it, its callers must look. Silent for writes without
/// a condition on a version or on the state that is left, which have no other process to lose against; and in tests.
/// </remarks>
internal sealed class ConditionalWriteUnchecked() : ScopeRule(Definition, Effect.ConditionalWrite)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP2017",
        title: "Result of a conditional write is ignored",
        messageFormat: "'{0}' {1} and says so by {2} alone, which nothing reads: a change that was refused is lost without an error. "
            + "Test it, and read again or fail.",
        category: Family.Transactions,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) =>
        IgnoredResults.In(graph, Effect.ConditionalWrite, MayBeConditional).Where(r => IsConditional(r.Modelled, r.Source))
            .Select(r => Finding.At(r, r.Call.TargetMethod.Name, How(r.Modelled.Site.Row!), r.Teller is { } teller ? $"'{teller}'" : "its result"));

    /// <summary>A query is its own condition, and written out in the member: in most, no name is that of a version or a state.</summary>
    private static bool MayBeConditional(SiteOf write) =>
        write.Site.Row!.ParameterFor(Role.Condition) is not { } condition
        || condition != write.Site.Row.ParameterFor(Role.Resource)
        || WriteCondition.MayStandAround(write.Site);

    private static string How(Row row) => row.Has(Trait.MustTest) || row.ParameterFor(Role.Condition) is not null
        ? "writes nothing where another process has changed it in between"
        : "does not throw where it is refused";

    /// <summary>By its condition; without one, by its library, or by what was added to the transaction that it ends.</summary>
    private static bool IsConditional(SiteOf write, IInvocationOperation operation)
    {
        if (write.Site.Row!.ParameterFor(Role.Condition) is not null)
            return WriteCondition.Of(operation, write.Site.Row) is { } condition && WriteCondition.IsAboutChange(condition)
                && !WriteCondition.MayInsert(operation, write.Site.Row);
        return !write.Site.Has(Trait.MustTest)
            || write.Body.Sites.Any(s => s.Has(Effect.ConditionalWrite) && !s.CanBeRefused && s.Target is null
                && SymbolEqualityComparer.Default.Equals(s.Subject.Symbol, write.Site.Subject.Symbol));
    }
}
