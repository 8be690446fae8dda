using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Coordination;

/// <summary>A try to take a lock can fail, and says so only by its result: code that never looks runs beside the lock's real holder.</summary>
/// <remarks>
/// Silent where the result is read, compared, matched, stored or passed on; where a member returns it, its callers must look. A conditional
/// write that libraries also use for other things (set if absent) counts as a lock only where a name nearby calls it one. Silent in tests.
/// </remarks>
internal sealed class LockResultIgnored() : ScopeRule(Definition, Effect.LockAcquire)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP6003",
        title: "Result of taking a lock is ignored",
        messageFormat: "'{0}' can fail to get the lock and says so only by its result, which nothing tests: "
            + "the code below runs beside the process that holds the lock. Test the result.",
        category: Family.Coordination,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) =>
        IgnoredResults.In(graph, Effect.LockAcquire).Where(r => IsLock(r.Modelled)).Select(r => Finding.At(r, r.Call.TargetMethod.Name));

    private static bool IsLock(SiteOf call) => !call.Site.Row!.Arguments(ClauseKind.When).Any() || LockWords.Name(call);
}
