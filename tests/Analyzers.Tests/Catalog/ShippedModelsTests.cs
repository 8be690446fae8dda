using DistPatterns.Catalog;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistPatterns.Tests.Catalog;

public sealed class ShippedModelsTests
{
    private static readonly Compilation Libraries = CSharpCompilation.Create("libraries", references: [.. Modelled.References, .. Modelled.Runtime]);

    [Fact]
    public void Every_line_can_be_read() =>
        Assert.Equal([], LibraryCatalog.ShippedModels().SelectMany(m => m.Errors).Select(e => $"{e.File}({e.Line},{e.Column}): {e.Message}"));

    [Fact]
    public void Every_row_binds_to_a_real_member_and_every_parameter_is_real() =>
        Assert.Equal([], LibraryCatalog.Shipped.Rows.Where(r => !r.IsConvention).SelectMany(Problems).Distinct());

    [Fact]
    public void No_row_is_hidden_by_one_before_it() => Assert.Equal([], LibraryCatalog.Shipped.Rows
        .GroupBy(r => (r.Type, r.Kind, r.Member))
        .SelectMany(g => g.SkipWhile(r => r.Arguments(ClauseKind.When).Any()).Skip(1))
        .Select(r => $"{r.File}({r.Line}): {r.Type}.{r.Member} has a row before it that asks nothing"));

    private static IEnumerable<string> Problems(Row row)
    {
        var at = $"{row.File}({row.Line}): {row.Type}.{row.Member}";
        var types = Libraries.GetTypesByMetadataName(row.Type);
        if (types.Length == 0)
            return [$"{at}: no such type"];
        var members = types.SelectMany(t => Members(row, t)).ToList();
        if (members.Count == 0)
            return [$"{at}: no such member"];
        var parameters = members.SelectMany(Parameters).ToHashSet();
        return ParametersOf(row).Where(p => !parameters.Contains(p)).Select(p => $"{at}: no parameter '{p}'")
            .Concat(Unnamed(row, [.. members.OfType<IMethodSymbol>()]).Select(p => $"{at}: no property '{p}'"));
    }

    private static IEnumerable<ISymbol> Members(Row row, INamedTypeSymbol type) => row.Kind switch
    {
        RowKind.New => type.InstanceConstructors,
        RowKind.Attribute => Lineage(type).Any(t => t.Name == nameof(Attribute)) ? [type] : [],
        RowKind.Call when row.IsOfOthers => Added(row, type),
        RowKind.Option => Lineage(type).SelectMany(t => t.GetMembers(row.Member)).OfType<IPropertySymbol>(),
        RowKind.Value => type.GetMembers(row.Member),
        _ => Lineage(type).SelectMany(t => t.GetMembers(row.Member)).OfType<IMethodSymbol>(),
    };

    /// <summary>What the generated subtypes among the stubs add, and those of the library itself.</summary>
    private static IEnumerable<ISymbol> Added(Row row, INamedTypeSymbol type) =>
        from generated in Libraries.GetTypesByMetadataName("Modelled.Generated.Greeter").SelectMany(t => t.GetTypeMembers()).Concat(type.ContainingNamespace.GetTypeMembers())
        where Lineage(generated).Skip(1).Any(t => SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, type))
        from member in generated.GetMembers().OfType<IMethodSymbol>()
        where new NamePattern(row.Member).Matches(member.Name)
        select member;

    private static IEnumerable<INamedTypeSymbol> Lineage(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
            yield return t;
        foreach (var i in type.AllInterfaces)
            yield return i;
    }

    private static IEnumerable<string> Parameters(ISymbol member) => member switch
    {
        IMethodSymbol m => m.Parameters.Select(p => p.Name).Concat(m.TypeParameters.Select(p => p.Name)).Concat(m.ContainingType.TypeParameters.Select(p => p.Name)),
        IPropertySymbol => ["value"],
        _ => [],
    };

    private static IEnumerable<string> ParametersOf(Row row) => row.Roles.Values.Select(r => r.Name)
        .Concat(row.Arguments(ClauseKind.Runs)).Concat(row.Arguments(ClauseKind.Defers)).Concat(row.Arguments(ClauseKind.PerCall)).Concat(row.Arguments(ClauseKind.Dispatches))
        .Concat(row.Arguments(ClauseKind.When).Select(c => c.Split('=')[0]).Where(p => p != Condition.Result && (p, row.Kind) != (Condition.Assigned, RowKind.Option)));

    /// <summary>What a row names of the options that a call is given, or of what it returns, with the types in which that must be.</summary>
    private static IEnumerable<string> Unnamed(Row row, IReadOnlyCollection<IMethodSymbol> methods)
    {
        var options = methods.SelectMany(m => m.Parameters).SelectMany(p => Properties(p.Type).Append(p.Name)).ToHashSet();
        var results = methods.SelectMany(m => Properties(Awaited(m.ReturnType))).ToHashSet();
        return row.Arguments(ClauseKind.Retries).Where(r => r != "endless" && !int.TryParse(r, out _) && !options.Contains(r))
            .Concat(row.Arguments(ClauseKind.MustRead).Where(m => !results.Contains(m)));
    }

    private static ITypeSymbol Awaited(ITypeSymbol type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] } ? result : type;

    private static IEnumerable<string> Properties(ITypeSymbol type) =>
        type is INamedTypeSymbol named ? Lineage(named).SelectMany(t => t.GetMembers().OfType<IPropertySymbol>()).Select(p => p.Name) : [];
}
