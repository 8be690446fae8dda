using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules;

/// <summary>A rule about effects and registrations that one type alone cannot show. At the end of the compilation, or of the solution.</summary>
/// <param name="descriptor">What the rule reports.</param>
/// <param name="needs">The rule is asked only where a model gives something one of these effects.</param>
internal abstract class GraphRule(DiagnosticDescriptor descriptor, Effect needs) : EffectRule(descriptor, needs);
