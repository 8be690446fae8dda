using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules;

/// <summary>A judgement. It holds no state and knows no library; its shape says what it is shown.</summary>
internal abstract class Rule(DiagnosticDescriptor descriptor)
{
    public DiagnosticDescriptor Descriptor { get; } = descriptor;
}
