using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules;

/// <summary>A rule about what can happen between two places of one body. Live as far as one type shows it, as every rule about effects.</summary>
/// <param name="descriptor">What the rule reports.</param>
/// <param name="needs">The rule is asked only where a model gives something one of these effects.</param>
internal abstract class FlowRule(DiagnosticDescriptor descriptor, Effect needs) : ScopeRule(descriptor, needs)
{
    public sealed override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) =>
        from body in graph.Bodies
        where MayFind(body.Summary)
        let flow = body.Flow
        where flow is not null
        from finding in Judge(body, flow, graph.FlowFacts)
        select finding;

    protected abstract IEnumerable<Finding> Judge(BodyFacts body, BodyFlow flow, FlowFacts facts);
}
