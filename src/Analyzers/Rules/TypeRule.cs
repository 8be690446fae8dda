using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules;

/// <summary>A rule about a declaration: an attribute, a base type, a member's shape. Live.</summary>
internal abstract class TypeRule(DiagnosticDescriptor descriptor) : Rule(descriptor)
{
    public abstract IEnumerable<Finding> Judge(INamedTypeSymbol type, LibraryCatalog catalog, Settings settings, CancellationToken cancellation);
}
