using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules;

/// <summary>A rule about effects and registrations that one type alone cannot show. At the end of the compilation, or of the solution.</summary>
/// <param name="descriptor">What the rule reports.</param>
/// <param name="needs">The rule is asked only where one of these effects is in sight.</param>
internal abstract class GraphRule(DiagnosticDescriptor descriptor, Effect needs) : Rule(descriptor)
{
    public Effect Needs { get; } = needs;

    public abstract IEnumerable<Finding> Judge(EffectGraph graph, Settings settings);
}
