using System.Runtime.CompilerServices;
using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Hosts;

/// <summary>The user's model files among a project's additional files.</summary>
internal static class Models
{
    private const string Ending = ".distpatterns.model";
    private static readonly ConditionalWeakTable<AnalyzerOptions, LibraryCatalog> Catalogs = new();

    public static bool IsModel(AdditionalText file) => file.Path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>The shipped models, and the user's before them.</summary>
    public static LibraryCatalog CatalogFor(AnalyzerOptions options) => Catalogs.GetValue(options, static o =>
    {
        var users = o.AdditionalFiles.Where(IsModel).SelectMany(f => Read(f).Rows).ToList();
        return users.Count == 0 ? LibraryCatalog.Shipped : new(users.Concat(LibraryCatalog.Shipped.Rows));
    });

    public static Model Read(AdditionalText file) => ModelFile.Parse(file.GetText()?.ToString() ?? "", file.Path);
}
