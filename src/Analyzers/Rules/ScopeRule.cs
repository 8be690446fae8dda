using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules;

/// <summary>
/// A rule about effects through calls. Inside one type it is live, so that the commonest mistakes are seen while typing;
/// what lies further away is found at the end of the compilation, or of the solution, by the same judgement.
/// </summary>
/// <param name="descriptor">What the rule reports.</param>
/// <param name="needs">The rule is asked only where a model gives something one of these effects.</param>
internal abstract class ScopeRule(DiagnosticDescriptor descriptor, Effect needs) : EffectRule(descriptor, needs);
