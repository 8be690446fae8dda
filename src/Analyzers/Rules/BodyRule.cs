using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules;

/// <summary>A rule about what stands together in one body. Live.</summary>
internal abstract class BodyRule(DiagnosticDescriptor descriptor) : Rule(descriptor)
{
    public abstract IEnumerable<Finding> Judge(Body body, Settings settings);
}
