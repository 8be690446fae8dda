using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Resilience;

/// <summary>What becomes of a strategy where it is made or got: through the builders and wraps of its library, until calls run in it.</summary>
/// <param name="IsForOneCall">One call runs in it, and no other can: it is forgotten with that call.</param>
/// <param name="IsPerCall">A delegate that is asked anew for each call returns it.</param>
/// <param name="IsReturned">The body that makes it returns it.</param>
/// <param name="ReplacesStatic">A constructor puts it in the place of the one that all share.</param>
internal readonly record struct Strategy(bool IsForOneCall, bool IsPerCall, bool IsReturned, bool ReplacesStatic)
{
    /// <param name="made">What makes it, or hands it over.</param>
    /// <param name="owner">The member in which that stands.</param>
    /// <param name="catalog">The models in force.</param>
    public static Strategy Follow(IOperation made, ISymbol owner, LibraryCatalog catalog)
    {
        var fate = MadeObject.Follow(made, o => o is IInvocationOperation { TargetMethod: { ReturnsVoid: false, ContainingType: var type } } call
            && !Runs(call, catalog) && Vendor(type) == Vendor(made.Type));
        var runs = fate.Calls.Where(c => Runs(c, catalog)).ToList();
        return new(
            fate.IsForgotten && runs.Count == 1 && fate.RunsOnce(runs[0]) && !Startup.Runs(made, owner),
            fate is { IsReturned: true, IsStored: false, IsHandedOn: false, Function: { } function } && IsPerCallDelegate(function, catalog),
            fate.IsReturned,
            fate.ReplacesStatic);
    }

    private static bool Runs(IInvocationOperation call, LibraryCatalog catalog) => catalog.Find(call)?.Arguments(ClauseKind.Runs).Any() == true;

    private static bool IsPerCallDelegate(IOperation function, LibraryCatalog catalog)
    {
        var user = function.Parent;
        while (user is IDelegateCreationOperation or IConversionOperation)
            user = user.Parent;
        return user is IArgumentOperation { Parameter.Name: var parameter, Parent: IInvocationOperation call }
            && catalog.Find(call)?.Arguments(ClauseKind.PerCall).Contains(parameter) == true;
    }

    private static string? Vendor(ITypeSymbol? type)
    {
        var space = type?.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space?.Name;
    }
}
