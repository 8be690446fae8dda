using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Whether a policy that is added to a client may limit its calls. One whose making is in sight, and that only retries or breaks, does not.</summary>
internal sealed class AddedPolicies(EffectGraph graph)
{
    /// <summary>Whether a call adds a policy of the caller's: what it does depends on what it is given.</summary>
    public static bool IsAdded(Site site) => site.Has(Trait.Deadline) && site.Row!.Roles.ContainsKey(Role.Handler);

    public bool MayLimit(SiteOf adding) => adding.BindOperation() is not IInvocationOperation call
        || call.Arguments.Where(a => a.Value != Arguments.Receiver(call)).Any(a => MayLimit(a.Value, new(SymbolEqualityComparer.Default)));

    private bool MayLimit(IOperation value, HashSet<ISymbol> seen) => ValueOrigins.Unconverted(value) switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => ReturnsLimit(lambda.Body, seen),
        IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } } => MakesLimit(method, seen),
        IInvocationOperation { TargetMethod: var method } call => IsOfPolicies(method) ? ComposesLimit(call, seen) : MakesLimit(method, seen),
        ILocalReferenceOperation { Local: var local } read => LocalValues.Only(local, read) is not { } held || MayLimit(held, seen),
        IConditionalOperation { WhenTrue: var yes, WhenFalse: { } no } => MayLimit(yes, seen) || MayLimit(no, seen),
        _ => true,
    };

    /// <summary>By what it adds itself, by what it is called on, or by another policy that it wraps.</summary>
    private bool ComposesLimit(IInvocationOperation call, HashSet<ISymbol> seen) =>
        graph.Catalog.Find(call)?.Has(Trait.Deadline) == true
        || (Arguments.Receiver(call) is { Type: { } type } receiver && IsPolicy(type) && MayLimit(receiver, seen))
        || call.Arguments
            .Where(a => a.Value != Arguments.Receiver(call))
            .SelectMany(Elements)
            .Any(v => v.Type is { } given && IsPolicy(given) && MayLimit(v, seen));

    private bool MakesLimit(IMethodSymbol method, HashSet<ISymbol> seen)
    {
        if (!seen.Add(method))
            return false;
        var body = graph.BodiesOf(method.ContainingType).FirstOrDefault(b => SymbolEqualityComparer.Default.Equals(b.Method, method.OriginalDefinition));
        return body?.GetSemanticModel()?.GetOperation(body.Place.FindNode()) is not { } operation || ReturnsLimit(operation, seen);
    }

    private bool ReturnsLimit(IOperation body, HashSet<ISymbol> seen)
    {
        var returned = body.DescendantsAndSelf()
            .OfType<IReturnOperation>()
            .Select(r => r.ReturnedValue)
            .OfType<IOperation>()
            .Where(v => v.Type is { } type && IsPolicy(type))
            .ToList();
        return returned.Count == 0 || returned.Exists(v => MayLimit(v, seen));
    }

    private static IEnumerable<IOperation> Elements(IArgumentOperation argument) =>
        argument.Value is IArrayCreationOperation { Initializer: { } many }
            ? many.ElementValues.Select(ValueOrigins.Unconverted)
            : new[] { ValueOrigins.Unconverted(argument.Value) };

    private static bool IsOfPolicies(IMethodSymbol method) => method.Locations[0].IsInMetadata && Root(method.ContainingType) == "Polly";

    /// <summary>A policy, or what builds one.</summary>
    private static bool IsPolicy(ITypeSymbol type) => Root(type) == "Polly" && type.TypeKind is TypeKind.Class or TypeKind.Interface;

    private static string? Root(ITypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { ContainingNamespace: { IsGlobalNamespace: false } outer })
            space = outer;
        return space?.Name;
    }
}
