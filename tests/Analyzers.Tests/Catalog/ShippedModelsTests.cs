using DistPatterns.Catalog;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistPatterns.Tests.Catalog;

public sealed class ShippedModelsTests
{
    private static readonly Compilation Libraries = CSharpCompilation.Create("libraries", references: Modelled.References);

    [Fact]
    public void Every_line_can_be_read() =>
        Assert.Equal([], LibraryCatalog.ShippedModels().SelectMany(m => m.Errors).Select(e => $"{e.File}({e.Line},{e.Column}): {e.Message}"));

    [Fact]
    public void Every_row_binds_to_a_real_member_and_every_parameter_is_real() =>
        Assert.Equal([], LibraryCatalog.Shipped.Rows.Where(r => !r.IsConvention).SelectMany(Problems).Distinct());

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
        return ParametersOf(row).Where(p => !parameters.Contains(p)).Select(p => $"{at}: no parameter '{p}'");
    }

    private static IEnumerable<ISymbol> Members(Row row, INamedTypeSymbol type) => row.Kind switch
    {
        RowKind.New => type.InstanceConstructors,
        RowKind.Attribute => [type],
        RowKind.Option => Lineage(type).SelectMany(t => t.GetMembers(row.Member)).OfType<IPropertySymbol>(),
        RowKind.Value => type.GetMembers(row.Member),
        _ => Lineage(type).SelectMany(t => t.GetMembers(row.Member)).OfType<IMethodSymbol>(),
    };

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
        _ => [],
    };

    private static IEnumerable<string> ParametersOf(Row row) => row.Roles.Values
        .Concat(row.Arguments(ClauseKind.Runs)).Concat(row.Arguments(ClauseKind.Defers)).Concat(row.Arguments(ClauseKind.Dispatches))
        .Concat(row.Arguments(ClauseKind.When).Select(c => c.Split('=')[0]));
}
