using DistPatterns.Catalog;
using DistPatterns.Effects;
using DistPatterns.Hosts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Cli.Checking;

/// <summary>Guesses whose call it is that does not bind: of the libraries that have a member so named, the one whose namespace the file uses.</summary>
internal sealed class PresumedLibraries(CompilationFacts project)
{
    private const string Unknown = "an unknown library";

    private readonly ILookup<string, Row> _rows = project.Review.Catalog.Rows.Where(r => !r.IsConvention && r.Kind == RowKind.Call).ToLookup(r => r.Member);
    private readonly Lazy<IReadOnlyList<string>> _global = new(() =>
        [.. project.Compilation.SyntaxTrees.SelectMany(Usings).Where(u => u.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)).Select(NameOf)]);
    private readonly Dictionary<SyntaxTree, IReadOnlyList<string>> _byFile = [];

    public string Of(Site site)
    {
        if (!_byFile.TryGetValue(site.Place.Tree, out var used))
            _byFile.Add(site.Place.Tree, used = [.. Usings(site.Place.Tree).Select(NameOf), .. _global.Value]);
        var libraries = _rows[site.Name].Where(r => used.Any(u => AreRelated(u, NamespaceOf(r)))).Select(LibraryOf).Distinct()
            .Order(StringComparer.Ordinal).ToList();
        return libraries.Count == 0 ? Unknown : string.Join(" or ", libraries);
    }

    private static IEnumerable<UsingDirectiveSyntax> Usings(SyntaxTree tree) =>
        tree.GetRoot() is CompilationUnitSyntax unit ? unit.Usings.Concat(unit.Members.OfType<BaseNamespaceDeclarationSyntax>().SelectMany(n => n.Usings)) : [];

    private static string NameOf(UsingDirectiveSyntax directive) => directive.NamespaceOrType.ToString().Replace("global::", "", StringComparison.Ordinal);

    private static string NamespaceOf(Row row) => row.Type[..Math.Max(0, row.Type.LastIndexOf('.'))];

    private static string LibraryOf(Row row) => Path.GetFileNameWithoutExtension(row.File);

    private static bool AreRelated(string used, string @namespace) =>
        used == @namespace || used.StartsWith(@namespace + ".", StringComparison.Ordinal) || @namespace.StartsWith(used + ".", StringComparison.Ordinal);
}
