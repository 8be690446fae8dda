using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>Steps of sagas that are methods with an attribute, called one after the other.</summary>
internal sealed class DeclaredSteps(EffectGraph graph, StepChanges changes)
{
    private const int Compensatable = 0;
    private const int Retryable = 2;

    /// <summary>The calls of steps that change something elsewhere and name no compensation, each with the next that can fail.</summary>
    public IEnumerable<OpenStep> Steps() =>
        from body in graph.Bodies
        let steps = body.Sites.Where(s => s.Has(Effect.SagaStep) && s.Row!.Kind == RowKind.Attribute).ToList()
        from step in steps
        where KindOf(step) == Compensatable && Said(step, "Compensation") is not string { Length: > 0 }
        let late = steps.Find(s => step.MayPrecede(s) && KindOf(s) != Retryable)
        where late is not null
        let change = changes.In(graph.TargetsOf(step))
        where change is not null
        select new OpenStep(step, $"The step '{step.Name}'", change, $"the step '{late.Name}' behind it can fail");

    private static int KindOf(Site step) => Said(step, "Kind") is int kind ? kind : Compensatable;

    private static object? Said(Site step, string name) => step.Member!.GetAttributes()
        .Where(a => a.AttributeClass is { } type && FullName.Of(type) == step.Row!.Type)
        .SelectMany(a => a.NamedArguments).FirstOrDefault(a => a.Key == name).Value.Value;
}
