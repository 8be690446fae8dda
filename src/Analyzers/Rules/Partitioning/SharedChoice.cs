using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Partitioning;

/// <summary>What a hash decides that other processes must decide alike: a partition, a shard, a node, a key that they share.</summary>
internal static class SharedChoice
{
    /// <summary>Names of what is divided among processes.</summary>
    private static readonly HashSet<string> Parts = new(StringComparer.Ordinal) { "partition", "shard", "routing" };

    /// <summary>Names of what a number may choose inside a process as well: evidence only beside a remainder, and with no such table in sight.</summary>
    private static readonly HashSet<string> Chosen = new(Parts, StringComparer.Ordinal) { "bucket", "slot", "queue", "node", "server", "replica", "broker" };

    /// <summary>Names of other processes, whatever type stands for them.</summary>
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal) { "node", "server", "replica", "broker", "endpoint", "host", "database", "address" };

    /// <summary>In words, what the hash decides; null where that is nobody else's business, or nobody can tell.</summary>
    public static string? Of(IInvocationOperation hash, Body body)
    {
        string? named = null;
        var folded = false;
        foreach (var step in HashFlow.Steps(hash))
        {
            folded |= HashFlow.IsFold(step);
            if (ByRole(step, body) is { } role)
                return role;
            if (HashFlow.IndexedBy(step) is not { } collection)
                named ??= ByName(step, folded, body.Owner);
            else if (IsOfOthers(collection))
                named ??= $"the element of '{collection.Syntax}'";
            else
                return null; // a table of this process
        }

        return named;
    }

    /// <summary>An argument that a model says the partition, or the key of a lock or message, is.</summary>
    private static string? ByRole(IOperation step, Body body)
    {
        if (step.Parent is not IArgumentOperation { Parameter: { } parameter, Parent: { } target })
            return null;
        foreach (var call in body.Calls)
        {
            if (call.Operation != target)
                continue;
            if (call.Row.ParameterFor(Role.Partition) == parameter.Name)
                return $"the partition that '{call.Row.Member}' goes to";
            if (call.Row.ParameterFor(Role.Key) == parameter.Name && (call.Row.Has(Effect.LockAcquire) || call.Row.Has(Effect.Publish)))
                return $"the key that '{call.Row.Member}' shares with other processes";
        }

        return null;
    }

    private static string? ByName(IOperation step, bool folded, ISymbol owner) => step.Parent switch
    {
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member.Name: var member } } a when a.Value == step && Words.Any(member, Parts) => $"'{member}'",
        IArgumentOperation { Parameter.Name: var parameter, Parent: IInvocationOperation or IObjectCreationOperation } when Words.Any(parameter, Parts) => $"'{parameter}'",
        IReturnOperation returned when folded && Returned(returned, owner) is { } method && Words.Any(method.Name, Chosen) && !HoldsTable(owner.ContainingType) => $"what '{method.Name}' returns",
        _ when folded && ValueFlow.Holder(step) is { } local && Words.Any(local.Name, Chosen) && !HoldsTable(owner.ContainingType) && ValueFlow.Reads(local, step).Any() => $"'{local.Name}'",
        _ => null,
    };

    /// <summary>The function or property whose value is returned, unless it belongs to a lambda.</summary>
    private static ISymbol? Returned(IOperation returned, ISymbol owner)
    {
        for (var outer = returned.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is ILocalFunctionOperation function)
                return function.Symbol;
            if (outer is IAnonymousFunctionOperation)
                return null;
        }

        return (owner as IMethodSymbol)?.AssociatedSymbol ?? owner;
    }

    /// <summary>Whether an element of the collection stands for another process: by its name, or because text is all there is to reach it.</summary>
    private static bool IsOfOthers(IOperation collection)
    {
        var name = collection switch
        {
            IMemberReferenceOperation member => member.Member.Name,
            ILocalReferenceOperation local => local.Local.Name,
            IParameterReferenceOperation parameter => parameter.Parameter.Name,
            IInvocationOperation call => call.TargetMethod.Name,
            _ => "",
        };
        return Words.Any(name, Others) || (Words.Any(name, Chosen) && Element(collection.Type) is { } element && (element.SpecialType == SpecialType.System_String || element.Name == "Uri"));
    }

    /// <summary>Whether the type keeps the things it chooses among itself, so that the choice is its own.</summary>
    private static bool HoldsTable(INamedTypeSymbol? type) =>
        type?.GetMembers().OfType<IFieldSymbol>().Any(f => Element(f.Type) is { SpecialType: not SpecialType.System_String } && !Words.Any(f.Name, Others)) == true;

    private static ITypeSymbol? Element(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments } list when list.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable) => arguments[arguments.Length - 1],
        _ => null,
    };
}
