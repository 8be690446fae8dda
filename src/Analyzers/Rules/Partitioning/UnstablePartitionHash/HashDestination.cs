using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Partitioning;

/// <summary>What a hash decides that other processes must decide alike: a partition, a shard, a node, a key that they share.</summary>
/// <param name="What">In words, what the hash decides.</param>
/// <param name="MayBeOwn">It may yet be this process's own affair: a file that is never looked for again.</param>
internal sealed record HashDestination(string What, bool MayBeOwn = false)
{
    /// <summary>
    /// What a hash decides, here or where the callers of the functions that return it use it; null where no other process need
    /// decide alike, or the code does not tell.
    /// </summary>
    public static HashDestination? Of(IInvocationOperation hash, BodyFacts body, EffectGraph graph) =>
        Of(new(hash, body, IsOfText(hash), IsFolded: false), graph, ImmutableHashSet.Create(body));

    private static HashDestination? Of(HashUse use, EffectGraph graph, ImmutableHashSet<BodyFacts> seen)
    {
        HashDestination? named = null;
        var (folded, returned) = (use.IsFolded, false);
        foreach (var step in HashFlow.Steps(use.Value))
        {
            folded |= HashFlow.IsFold(step);
            returned |= step.Parent is IReturnOperation && SymbolEqualityComparer.Default.Equals(Returned(step.Parent, use.Body.Owner), use.Function);
            if (ByRole(step, graph.Catalog) is { } role)
                return new(role);
            if (HashFlow.IndexedBy(step) is not { } collection)
                named ??= Named(step, folded, use);
            else if (IndexedCollection.IsOfOthers(collection))
                named ??= new($"the element of '{collection.Syntax}'");
            else
                return null; // a table of this process
        }

        return named ?? (returned ? graph.CallersOf(use.Body).Where(c => !seen.Contains(c.Body)).Select(OfCaller).FirstOrDefault(d => d is not null) : null);

        HashDestination? OfCaller(SiteOf caller) =>
            caller.BindOperation() is { } call ? Of(new(call, caller.Body, use.IsOfText, folded), graph, seen.Add(caller.Body)) : null;
    }

    private static HashDestination? Named(IOperation step, bool folded, HashUse use) => ByName(step, folded, use.Body.Owner) is { } name
        ? new(name)
        : use.IsOfText && IsPath(step) ? new("the path of a file", MayBeOwn: true) : null;

    /// <summary>An argument that a model says the partition, or the key of a lock or message, is.</summary>
    private static string? ByRole(IOperation step, LibraryCatalog catalog)
    {
        if (step.Parent is not IArgumentOperation { Parameter: { } parameter, Parent: { } target } || RowOf(target, catalog) is not { } row)
            return null;
        if (row.ParameterFor(Role.Partition) == parameter.Name)
            return $"the partition that '{row.Member}' goes to";
        return row.ParameterFor(Role.Key) == parameter.Name && (row.Has(Effect.LockAcquire) || row.Has(Effect.Publish))
            ? $"the key that '{row.Member}' shares with other processes"
            : null;
    }

    private static Row? RowOf(IOperation target, LibraryCatalog catalog) => target switch
    {
        IInvocationOperation call => catalog.Find(call),
        IObjectCreationOperation creation => catalog.Find(creation),
        _ => null,
    };

    private static string? ByName(IOperation step, bool folded, ISymbol owner) => step.Parent switch
    {
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member.Name: var member } } a
            when a.Value == step && Words.Any(member, PartNames.Parts) => $"'{member}'",
        IArgumentOperation { Parameter.Name: var parameter, Parent: IInvocationOperation or IObjectCreationOperation }
            when Words.Any(parameter, PartNames.Parts) => $"'{parameter}'",
        IReturnOperation returned
            when folded && Returned(returned, owner) is { } function && IsChoice(function.Name, owner) => $"what '{function.Name}' returns",
        _ when folded && ValueFlow.Holder(step) is { } local && IsChoice(local.Name, owner) && ValueFlow.Reads(local, step).Any() => $"'{local.Name}'",
        _ => null,
    };

    private static bool IsChoice(string name, ISymbol owner) =>
        Words.Any(name, PartNames.Chosen) && !IndexedCollection.IsIn(owner.ContainingType);

    /// <summary>The name of what is stored: after a restart the process looks for it elsewhere. A folder for scratch is this process's own.</summary>
    private static bool IsPath(IOperation step) =>
        step.Parent is IArgumentOperation { Parameter.Name: var parameter, Parent: IInvocationOperation call }
        && call.TargetMethod.ContainingType is
        {
            Name: "Path" or "File" or "Directory",
            ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" },
        }
        && (parameter.StartsWith("path", StringComparison.Ordinal) || parameter.EndsWith("FileName", StringComparison.Ordinal))
        && !call.Descendants().Any(o => o is IInvocationOperation { TargetMethod.Name: "GetTempPath" });

    /// <summary>Whether a text or several values are hashed, not one object: that tells its own files from others'.</summary>
    private static bool IsOfText(IInvocationOperation hash) =>
        hash.TargetMethod.ContainingType is { SpecialType: SpecialType.System_String } or { Name: "HashCode" };

    /// <summary>The function or property whose value is returned; of a lambda, what it is given to.</summary>
    private static ISymbol? Returned(IOperation returned, ISymbol owner)
    {
        for (var outer = returned.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is ILocalFunctionOperation function)
                return function.Symbol;
            if (outer is IAnonymousFunctionOperation { Parent: IDelegateCreationOperation made })
                return made.Parent switch
                {
                    IArgumentOperation argument => argument.Parameter,
                    IReturnOperation outside => Returned(outside, owner),
                    _ => ValueOrigins.TargetOf(made),
                };
        }

        return (owner as IMethodSymbol)?.AssociatedSymbol ?? owner;
    }

    /// <summary>A hash, or the call of a function that returns it, and what is known of it by then.</summary>
    private readonly record struct HashUse(IOperation Value, BodyFacts Body, bool IsOfText, bool IsFolded)
    {
        /// <summary>The method or property whose body it is in.</summary>
        public ISymbol? Function => Body.Method?.AssociatedSymbol ?? Body.Method;
    }
}
