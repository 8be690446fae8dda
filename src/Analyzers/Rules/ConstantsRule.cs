using DistPatterns.Constants;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules;

/// <summary>A rule about constants that configure one thing, in source or in a settings file, and contradict each other. Live.</summary>
internal abstract class ConstantsRule(DiagnosticDescriptor descriptor) : Rule(descriptor)
{
    /// <summary>Whether the rule reads constants of this name: groups with fewer than two of them are never read at all.</summary>
    public abstract bool Concerns(string name);

    /// <summary>The finding, or null when nothing contradicts.</summary>
    public abstract Finding? Judge(ConstantGroup group, Settings settings);
}
