using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>What a type parameter of a method stands for: the types that the callers of the method name.</summary>
internal sealed class SuppliedTypes(EffectGraph graph)
{
    public IEnumerable<INamedTypeSymbol> For(ITypeSymbol? type, BodyFacts body) => For(type, body, new());

    private IEnumerable<INamedTypeSymbol> For(ITypeSymbol? type, BodyFacts body, HashSet<BodyFacts> seen) => type switch
    {
        INamedTypeSymbol named => new[] { named },
        ITypeParameterSymbol { DeclaringMethod: { } method } parameter when seen.Add(body) && graph.BodyOf(method) is { } declaring =>
            graph.CallersOf(declaring).SelectMany(c => For(ArgumentAt(c, parameter.Ordinal), c.Body, seen)),
        _ => Enumerable.Empty<INamedTypeSymbol>(),
    };

    /// <summary>The type argument that a call has at a place.</summary>
    public static ITypeSymbol? ArgumentAt(SiteOf call, int ordinal) =>
        call.BindOperation() is IInvocationOperation { TargetMethod.TypeArguments: var types } && ordinal < types.Length ? types[ordinal] : null;
}
