using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>A step of a saga has changed something elsewhere, a later step fails, and nothing undoes the change: paid, and never sent.</summary>
/// <remarks>
/// Silent for steps that only read, for the last step before the point of no return and those behind it, and where what a step does is not in sight.
/// </remarks>
internal sealed class SagaStepWithoutFailurePath() : ScopeRule(Definition, Effect.SagaStep | Effect.Compensation)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP2006",
        title: "Step of a saga that nothing undoes",
        messageFormat: "{0} changes something elsewhere ({1}), and {2}: the change is then left behind. Undo it, or let nothing that can fail come after it.",
        category: Family.Transactions,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings)
    {
        var changes = new StepChanges(graph);
        var slips = new RoutingSlips(graph, changes);
        return new BuiltSagas(graph, changes).Steps()
            .Concat(new DeclaredSteps(graph, changes).Steps())
            .Concat(slips.EmptyCompensations())
            .Concat(slips.ActivitiesWithoutCompensation())
            .GroupBy(s => s.Place).Select(g => g.First())
            .Select(s => new Finding(s.Place.Place.GetLocation(), ImmutableArray.Create(s.Name, s.Change, s.Why)));
    }
}
