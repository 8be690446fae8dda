using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Effects;

/// <summary>The handlers that run inside the behaviour of a pipeline: those of every request, or of the requests that carry its marker.</summary>
internal sealed class Behaviours(EffectGraph graph)
{
    /// <param name="behaviour">What may be one.</param>
    /// <param name="delegates">Those of its calls of delegates that are asked about.</param>
    public IEnumerable<BodyFacts> Inside(BodyFacts behaviour, IReadOnlyList<Site> delegates)
    {
        if (!IsBehaviour(behaviour.Type) || !(delegates.Count > 0 || CallsUnknownParameter(behaviour)))
            return Enumerable.Empty<BodyFacts>();
        var markers = MarkersOf(behaviour);
        var programs = HostAssemblies.Registering(behaviour.Type!, graph);
        return graph.Bodies.Where(b => b.Method is { Name: "Handle" or "HandleAsync", Parameters: { Length: > 0 } parameters }
            && !SymbolEqualityComparer.Default.Equals(b.Type, behaviour.Type)
            && (markers.Count == 0
                ? (programs?.MayUse(b.Type!) ?? AreOfOneProgram(b.Type, behaviour.Type)) && IsCommand(b.Type!, parameters[0].Type)
                : parameters[0].Type.AllInterfaces.Any(i => markers.Contains(i.Name))));
    }

    /// <summary>Whether it calls a parameter whose type is missing with its package: what else but the next step can be called.</summary>
    private static bool CallsUnknownParameter(BodyFacts behaviour) => behaviour.Method is { } method
        && method.Parameters.Where(p => p.Type.TypeKind == TypeKind.Error).Select(p => p.Name).ToList() is { Count: > 0 } unknown
        && behaviour.Place.FindNode().DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Any(c => c.Expression is IdentifierNameSyntax { Identifier.ValueText: var called } && unknown.Contains(called));

    /// <summary>By its name, also where the package that declares it is missing.</summary>
    private static bool IsBehaviour(INamedTypeSymbol? type) =>
        type is not null && (TypeLineage.Of(type).Any(t => t.Name == "IPipelineBehavior") || type.Interfaces.Any(i => i.Name == "IPipelineBehavior"));

    /// <summary>The interfaces that the behaviour asks its request for, by a pattern or by a constraint.</summary>
    private static HashSet<string> MarkersOf(BodyFacts behaviour)
    {
        var asked = behaviour.Place.FindNode().DescendantNodes().Select(Asked).OfType<TypeSyntax>()
            .Select(t => behaviour.GetSemanticModel()?.GetTypeInfo(t).Type).OfType<ITypeSymbol>().Where(t => t.TypeKind == TypeKind.Interface);
        var constraints = behaviour.Type!.TypeParameters.SelectMany(p => p.ConstraintTypes).Where(t => !t.DeclaringSyntaxReferences.IsEmpty);
        return new(asked.Concat(constraints).Select(t => t.Name), StringComparer.Ordinal);
    }

    private static TypeSyntax? Asked(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression, Right: TypeSyntax type } => type,
        TypePatternSyntax { Type: var type } => type,
        DeclarationPatternSyntax { Type: var type } => type,
        ConstantPatternSyntax { Expression: TypeSyntax type } => type,
        _ => null,
    };

    /// <summary>It is around the handlers of its own program, and not of another service beside it: one of the two assemblies knows the other.</summary>
    private static bool AreOfOneProgram(INamedTypeSymbol? a, INamedTypeSymbol? b) =>
        (a?.ContainingAssembly, b?.ContainingAssembly) is ({ } first, { } second)
        && (first.Name == second.Name || HostAssemblies.Refers(first, second.Name) || HostAssemblies.Refers(second, first.Name));

    /// <summary>Without a marker the behaviour is around every request; queries are left out, since they are meant to be anywhere.</summary>
    private static bool IsCommand(INamedTypeSymbol handler, ITypeSymbol request) =>
        !request.Name.Contains("Query") && handler.AllInterfaces.Any(i =>
            i.Name.EndsWith("Handler", StringComparison.Ordinal) && i.TypeArguments.Any(a => SymbolEqualityComparer.Default.Equals(a, request)));
}
