using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Effects;

/// <summary>A property of a row that is written, or the removal of rows.</summary>
internal readonly record struct RowMark(SymbolKey? Property, Place Place)
{
    public bool IsRemoval => Property is null;
}

/// <summary>Finds where a body writes properties of a type of rows, removes such rows, or asks for some of them by a property.</summary>
internal static class RowMarks
{
    /// <summary>What is assigned to an object, set in the database by a lambda (<c>ExecuteUpdate</c>), or removed.</summary>
    public static IEnumerable<RowMark> WrittenIn(BodyFacts body, INamedTypeSymbol row, EffectGraph graph)
    {
        if (body.GetSemanticModel() is not { } model)
            yield break;
        foreach (var assignment in body.Place.FindNode().DescendantNodesAndSelf().OfType<AssignmentExpressionSyntax>())
        {
            if (PropertyOf(assignment.Left, row, model) is { } property)
                yield return new(property, PlaceOf(assignment, body));
        }

        foreach (var site in body.Sites)
        {
            foreach (var property in SetByOwnMethod(site, row))
                yield return new(property, site.Place);
            if (graph.EffectAt(body, site)?.Row is not { } does || !does.Has(Effect.Commit | Effect.Write)
                || site.Place.FindNode() is not InvocationExpressionSyntax call)
                continue;
            if (does.Has(Trait.Removes) && IsOf(call, row, model))
                yield return new(null, site.Place);
            foreach (var setter in Lambdas(call.ArgumentList).Select(l => l.Body).OfType<MemberAccessExpressionSyntax>())
            {
                if (PropertyOf(setter, row, model) is { } property)
                    yield return new(property, site.Place);
            }
        }
    }

    /// <summary>What a method of the row assigns to it: <c>letter.MarkAsSent()</c>. By its syntax, because a graph of one type does not hold it.</summary>
    private static IEnumerable<SymbolKey> SetByOwnMethod(Site site, INamedTypeSymbol row) =>
        site.Member is IMethodSymbol { ContainingType: { } owner } method && IsOrDerivesFrom(row, owner)
            ? method.DeclaringSyntaxReferences.SelectMany(d => d.GetSyntax().DescendantNodes()).OfType<AssignmentExpressionSyntax>()
                .Select(a => a.Left).OfType<IdentifierNameSyntax>().SelectMany(n => owner.GetMembers(n.Identifier.ValueText)).Select(SymbolKey.Of)
            : Enumerable.Empty<SymbolKey>();

    /// <summary>The properties that predicates compare: <c>Where(l => l.SentAt == null)</c>, and not <c>OrderBy(l => l.Id)</c>.</summary>
    public static IEnumerable<SymbolKey> AskedIn(BodyFacts body, INamedTypeSymbol row) => body.GetSemanticModel() is { } model
        ? Lambdas(body.Place.FindNode()).Where(l => l.Body is not MemberAccessExpressionSyntax || IsBoolean(l, model))
            .SelectMany(l => l.Body.DescendantNodesAndSelf()).OfType<MemberAccessExpressionSyntax>().Select(a => PropertyOf(a, row, model)).OfType<SymbolKey>()
        : Enumerable.Empty<SymbolKey>();

    private static bool IsBoolean(LambdaExpressionSyntax lambda, SemanticModel model) =>
        lambda.Body is ExpressionSyntax value && model.GetTypeInfo(value).Type?.SpecialType == SpecialType.System_Boolean;

    private static IEnumerable<LambdaExpressionSyntax> Lambdas(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<LambdaExpressionSyntax>();

    private static SymbolKey? PropertyOf(ExpressionSyntax expression, INamedTypeSymbol row, SemanticModel model) =>
        expression is MemberAccessExpressionSyntax or IdentifierNameSyntax
        && model.GetSymbolInfo(expression).Symbol is { Kind: SymbolKind.Property or SymbolKind.Field, ContainingType: { } owner } symbol
        && IsOrDerivesFrom(row, owner)
            ? SymbolKey.Of(symbol) : null;

    /// <summary>Whether a call is given such a row or rows, or is made on a set or query of them.</summary>
    private static bool IsOf(InvocationExpressionSyntax call, INamedTypeSymbol row, SemanticModel model) => call.ArgumentList.Arguments
        .Select(a => a.Expression)
        .Concat(call.Expression is MemberAccessExpressionSyntax access ? new[] { access.Expression } : Array.Empty<ExpressionSyntax>())
        .Select(e => model.GetTypeInfo(e).Type).OfType<INamedTypeSymbol>()
        .Any(t => IsOrDerivesFrom(row, t) || t.TypeArguments.Any(a => SymbolKey.Of(a) == SymbolKey.Of(row)));

    private static bool IsOrDerivesFrom(INamedTypeSymbol type, INamedTypeSymbol ancestor)
    {
        for (var t = type; t is { SpecialType: not SpecialType.System_Object }; t = t.BaseType)
        {
            if (SymbolKey.Of(t) == SymbolKey.Of(ancestor)) // the two may have been met in different compilations
                return true;
        }

        return false;
    }

    private static Place PlaceOf(SyntaxNode node, BodyFacts body) => new(body.Place.Tree, node.FullSpan);
}
