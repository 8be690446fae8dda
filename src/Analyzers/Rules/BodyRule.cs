using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules;

/// <summary>A rule about what stands together in one body. Live.</summary>
internal abstract class BodyRule(DiagnosticDescriptor descriptor) : Rule(descriptor)
{
    /// <summary>Whether the rule wants to see the bodies in which a call that a row describes stands.</summary>
    public abstract bool Concerns(Row row);

    public abstract IEnumerable<Finding> Judge(MemberOperations body, Settings settings);
}
