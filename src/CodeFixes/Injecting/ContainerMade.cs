using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace DistPatterns.CodeFixes.Injecting;

/// <summary>Tells from the uses of a class whether a container makes it, and no other code does.</summary>
internal static class ContainerMade
{
    private enum Use { Other, Registered, Made }

    public static async Task<bool> IsAsync(INamedTypeSymbol type, Solution solution, CancellationToken cancellation)
    {
        var isKnown = type.InstanceConstructors.Any(c => !c.Parameters.IsEmpty) || Bases.Of(type).Any(b => b.Name == "ControllerBase");
        foreach (var found in await SymbolFinder.FindReferencesAsync(type, solution, cancellation).ConfigureAwait(false))
        {
            foreach (var location in found.Locations)
            {
                var use = found.Definition is IMethodSymbol ? Use.Made : await UseAsync(location, cancellation).ConfigureAwait(false);
                if (use is Use.Made)
                    return false;
                isKnown |= use is Use.Registered;
            }
        }

        return isKnown;
    }

    private static async Task<Use> UseAsync(ReferenceLocation location, CancellationToken cancellation)
    {
        var root = await location.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await location.Document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (root is null || model is null)
            return Use.Other;
        var node = root.FindNode(location.Location.SourceSpan, getInnermostNodeForTie: true);
        if (node.FirstAncestorOrSelf<BaseTypeSyntax>() is { } derived
            && derived.Type.Span.Contains(node.Span)
            && node.FirstAncestorOrSelf<TypeArgumentListSyntax>() is null)
            return Use.Made;
        if (IsMadeFor(model, Whole(node), cancellation))
            return Use.Made;
        if (node.Ancestors().FirstOrDefault(n => n is InvocationExpressionSyntax or ObjectCreationExpressionSyntax) is not { } call
            || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method)
            return Use.Other;
        if (method.ContainingType.Name == "Activator")
            return Use.Made;
        return (method.ReducedFrom ?? method).Parameters.FirstOrDefault()?.Type.Name == "IServiceCollection" ? Use.Registered : Use.Other;
    }

    /// <summary>The class as it is written where it stands: <c>Shop.Tills?</c>.</summary>
    private static SyntaxNode Whole(SyntaxNode name)
    {
        while (name.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax or NullableTypeSyntax)
            name = name.Parent;
        return name;
    }

    /// <summary>Whether a type argument is given to a type or a method that may make an object of it.</summary>
    private static bool IsMadeFor(SemanticModel model, SyntaxNode argument, CancellationToken cancellation)
    {
        if (argument is not TypeSyntax type || argument.Parent is not TypeArgumentListSyntax { Parent: GenericNameSyntax generic, Arguments: var arguments })
            return false;
        var place = arguments.IndexOf(type);
        return model.GetSymbolInfo(generic, cancellation).Symbol switch
        {
            IMethodSymbol method => method.TypeParameters[place].HasConstructorConstraint || TakesArguments(method),
            INamedTypeSymbol named => named.TypeParameters[place].HasConstructorConstraint || named.InstanceConstructors.Any(TakesArguments),
            _ => false,
        };
    }

    /// <summary>Whether a method takes a constructor's arguments, as those do that make mocks: <c>new Mock&lt;Tills&gt;(db, bus)</c>.</summary>
    private static bool TakesArguments(IMethodSymbol method) =>
        method.ContainingType.Name != "ActivatorUtilities"
        && method.Parameters.LastOrDefault() is { IsParams: true, Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Object } };
}
