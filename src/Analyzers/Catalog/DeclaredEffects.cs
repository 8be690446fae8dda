using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Catalog;

/// <summary>Rows that stand on the members themselves: <c>[DistPatterns.Effect(…)]</c>, from the runtime or compiled in, in whichever assembly.</summary>
internal sealed class DeclaredEffects(Compilation compilation)
{
    private const string Name = "DistPatterns.EffectAttribute";

    // as in the catalog: metadata symbols outlive compilations, and a row holds none
    private static readonly ConditionalWeakTable<IMethodSymbol, StrongBox<Row?>> Memo = new();

    private static readonly ConditionalWeakTable<IAssemblySymbol, StrongBox<bool>> Declaring = new();

    private readonly bool _any = Declares(compilation.Assembly) || compilation.SourceModule.ReferencedAssemblySymbols.Any(Declares);

    /// <summary>What the method declares of itself, or null.</summary>
    public Row? Find(IMethodSymbol method)
    {
        if (!_any)
            return null;
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        return method.Locations.Length > 0 && method.Locations[0].IsInMetadata ? Memo.GetValue(method, static m => new(Read(m))).Value : Read(method);
    }

    /// <summary>Whether an assembly has the attribute: remembered, since a referenced one is the same in the next compilation.</summary>
    private static bool Declares(IAssemblySymbol assembly) => Declaring.GetValue(assembly, static a => new(a.GetTypeByMetadataName(Name) is not null)).Value;

    private static Row? Read(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "EffectAttribute" } type && FullName.Of(type) == Name
                && attribute.ConstructorArguments is { Length: 1 } arguments && arguments[0].Value is long effects)
                return RowOf(method, (Effect)effects, attribute.NamedArguments);
        }

        return null;
    }

    /// <summary>A named argument is a role, with the name of its parameter, or a trait.</summary>
    private static Row RowOf(IMethodSymbol method, Effect effects, ImmutableArray<KeyValuePair<string, TypedConstant>> arguments)
    {
        var row = new Row(FullName.Of(method.ContainingType), RowKind.Call, method.Name, effects, Trait.None,
            ImmutableDictionary<Role, RoleParameter>.Empty, ImmutableArray<Clause>.Empty, File: "", Line: 0);
        foreach (var argument in arguments)
        {
            if (argument.Value.Value is string { Length: > 0 } parameter && Enum.TryParse<Role>(argument.Key, out var role))
                row = row with { Roles = row.Roles.SetItem(role, new(parameter)) };
            else if (argument.Value.Value is true && Enum.TryParse<Trait>(argument.Key, out var trait))
                row = row with { Traits = row.Traits | trait };
        }

        return row;
    }
}
