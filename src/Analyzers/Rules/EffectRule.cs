using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules;

/// <summary>A rule about what happens through calls.</summary>
/// <param name="descriptor">What the rule reports.</param>
/// <param name="needs">The rule is asked only where a model gives something one of these effects.</param>
internal abstract class EffectRule(DiagnosticDescriptor descriptor, Effect needs) : Rule(descriptor)
{
    /// <summary>Whether a graph of some bodies may show anything: most code has none of it, and needs no graph.</summary>
    public virtual bool MayFind(EffectSummary summary) => (summary.Effects & needs) != 0;

    public abstract IEnumerable<Finding> Judge(EffectGraph graph, Settings settings);
}
