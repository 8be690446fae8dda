using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules;

/// <summary>A rule about one modelled call, creation or option and its arguments. Live.</summary>
internal abstract class CallRule(DiagnosticDescriptor descriptor) : Rule(descriptor)
{
    /// <summary>Whether the rule wants to see the calls that a row describes.</summary>
    public abstract bool Concerns(Row row);

    /// <summary>The finding, or null when the call is fine.</summary>
    public abstract Finding? Judge(ModelledCall call, Settings settings);
}
