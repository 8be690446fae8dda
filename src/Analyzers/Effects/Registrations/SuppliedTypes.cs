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
        ITypeParameterSymbol { DeclaringMethod: not null } parameter when seen.Add(body) && BodyOf(parameter, body) is { } declaring =>
            graph.CallersOf(declaring).SelectMany(c => For(ArgumentAt(c, parameter.Ordinal), c.Body, seen)),
        _ => Enumerable.Empty<INamedTypeSymbol>(),
    };

    /// <summary>The body of the method whose parameter it is: a lambda inside uses it too.</summary>
    private BodyFacts? BodyOf(ITypeParameterSymbol parameter, BodyFacts body) => graph.BodiesOf(body.Type)
        .FirstOrDefault(b => SymbolEqualityComparer.Default.Equals(b.Method?.OriginalDefinition, parameter.DeclaringMethod));

    /// <summary>The type argument that a call has at a place.</summary>
    public static ITypeSymbol? ArgumentAt(SiteOf call, int ordinal) =>
        call.BindOperation() is IInvocationOperation { TargetMethod.TypeArguments: var types } && ordinal < types.Length ? types[ordinal] : null;
}
