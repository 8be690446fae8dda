using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Rules.Transactions;

/// <summary>The handlers that run inside the transaction of a pipeline behaviour: of every request, or of those that carry its marker.</summary>
internal static class GuardedHandlers
{
    public static IEnumerable<BodyFacts> Of(OpenTransaction transaction, EffectGraph graph)
    {
        if (!IsBehaviour(transaction.Body.Type) || !(transaction.Calls.Any(IsDelegate) || CallsUnknownParameter(transaction.Body)))
            return Enumerable.Empty<BodyFacts>();
        var markers = MarkersOf(transaction.Body);
        var programs = ProgramsOf(transaction.Body.Type!, graph);
        return graph.Bodies.Where(b => b.Method is { Name: "Handle" or "HandleAsync", Parameters: { Length: > 0 } parameters }
            && !SymbolEqualityComparer.Default.Equals(b.Type, transaction.Body.Type)
            && (markers.Count == 0
                ? (programs?.MayUse(b.Type!) ?? AreOfOneProgram(b.Type, transaction.Body.Type)) && IsCommand(b.Type!, parameters[0].Type)
                : parameters[0].Type.AllInterfaces.Any(i => markers.Contains(i.Name))));
    }

    private static bool IsDelegate(Site call) => call.Member is IMethodSymbol { MethodKind: MethodKind.DelegateInvoke };

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
            .Select(t => behaviour.GetSemanticModel()?.GetTypeInfo(t).Type).OfType<ITypeSymbol>().Where(t => t.TypeKind == TypeKind.Interface).Select(t => t.Name);
        var constraints = behaviour.Type!.TypeParameters.SelectMany(p => p.ConstraintTypes).Where(t => !t.DeclaringSyntaxReferences.IsEmpty).Select(t => t.Name);
        return new(asked.Concat(constraints), StringComparer.Ordinal);
    }

    private static TypeSyntax? Asked(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression, Right: TypeSyntax type } => type,
        TypePatternSyntax { Type: var type } => type,
        DeclarationPatternSyntax { Type: var type } => type,
        ConstantPatternSyntax { Expression: TypeSyntax type } => type,
        _ => null,
    };

    /// <summary>The programs that register a behaviour; null where no registration of it is known.</summary>
    private static HostAssemblies? ProgramsOf(INamedTypeSymbol behaviour, EffectGraph graph)
    {
        var key = SymbolKey.Of(behaviour);
        var registering = graph.Modelled
            .Where(s => s.Site.Arguments.Implementation is { } made && SymbolKey.Of(made) == key).Select(s => s.Body).ToList();
        return registering.Count == 0 ? null : new(graph, registering);
    }

    /// <summary>It is around the handlers of its own program, and not of another service beside it: one of the two assemblies knows the other.</summary>
    private static bool AreOfOneProgram(INamedTypeSymbol? a, INamedTypeSymbol? b) =>
        (a?.ContainingAssembly, b?.ContainingAssembly) is ({ } first, { } second)
        && (first.Name == second.Name || HostAssemblies.Refers(first, second.Name) || HostAssemblies.Refers(second, first.Name));

    /// <summary>Without a marker the behaviour is around every request; queries are left out, since they are meant to be anywhere.</summary>
    private static bool IsCommand(INamedTypeSymbol handler, ITypeSymbol request) =>
        !request.Name.Contains("Query") && handler.AllInterfaces.Any(i =>
            i.Name.EndsWith("Handler", StringComparison.Ordinal) && i.TypeArguments.Any(a => SymbolEqualityComparer.Default.Equals(a, request)));
}
