using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules;

/// <summary>A rule about effects and registrations that one type alone cannot show. At the end of the compilation, or of the solution.</summary>
internal abstract class GraphRule(DiagnosticDescriptor descriptor) : Rule(descriptor)
{
    public abstract IEnumerable<Finding> Judge(EffectGraph graph, Settings settings);
}
