using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Rules.Transactions;

/// <summary>Activities of routing slips, each of which does a step and may know how to undo it.</summary>
internal sealed class RoutingSlips(EffectGraph graph, StepChanges changes)
{
    /// <summary>The compensations that return at once although their step has changed something elsewhere.</summary>
    public IEnumerable<OpenStep> EmptyCompensations() =>
        from undo in graph.Bodies
        let undone = undo.Sites.FirstOrDefault(s => s.Has(Effect.Compensation))
        where undone is not null && undo.Sites.All(s => s.Has(Effect.Compensation | Effect.Wait)) && DoesNothing(undo)
        let steps = graph.BodiesOf(undo.Type).Where(IsStep).ToList()
        let change = changes.In(steps)
        where change is not null
        select new OpenStep(undone, $"'{CallChain.Name(steps[0])}'", change, $"'{CallChain.Name(undo)}' undoes nothing");

    /// <summary>The activities without a compensation that change something elsewhere, where a slip has others behind them.</summary>
    public IEnumerable<OpenStep> ActivitiesWithoutCompensation() =>
        from activity in graph.Registrations.Declaring("itinerary-step")
        where activity.Site.Arguments.Key is not null
        let late = graph.Registrations.Declaring("itinerary-step")
            .FirstOrDefault(a => a.Body == activity.Body && a.Site.Subject == activity.Site.Subject && activity.Site.MayPrecede(a.Site))
        where late is not null
        let steps = graph.Bodies.Where(b => IsStep(b) && IsNamed(b, activity.Site.Arguments.Key!)).ToList()
        where steps.Count > 0 && !steps.Exists(s => graph.BodiesOf(s.Type).Any(b => b.Sites.Any(c => c.Has(Effect.Compensation))))
        let change = changes.In(steps)
        where change is not null
        select new OpenStep(activity.Site, $"'{CallChain.Name(steps[0])}'", change, "it has no compensation, and an activity behind it can fail");

    private static bool IsStep(BodyFacts body) => body.Sites.Any(s => s.Has(Effect.SagaStep) && s.Row!.Kind == RowKind.Call && s.Arguments.Key is null);

    /// <summary>By all its calls, also those of libraries that no model knows: it says that it is done, waits, and tells the log or the console.</summary>
    private static bool DoesNothing(BodyFacts undo) =>
        undo.Place.FindNode().DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().All(c => c.Expression is MemberAccessExpressionSyntax access
            ? access.ToString().StartsWith("Console.", StringComparison.Ordinal) || IsIdle(access.Name.Identifier.ValueText, undo)
            : IsIdle(c.Expression.ToString(), undo));

    private static bool IsIdle(string name, BodyFacts undo) => name is "FromResult" or "ConfigureAwait" or "Yield" or "nameof"
        || name.StartsWith("Log", StringComparison.Ordinal) || undo.Sites.Any(s => s.Name == name);

    private static bool IsNamed(BodyFacts step, string activity) => step.Type is { } type && Bare(type.Name) == Bare(activity);

    /// <summary>As the formatters of endpoint names write it, without the dashes.</summary>
    private static string Bare(string name) => string.Concat(Words.Of(name).Where(w => w != "activity"));
}
