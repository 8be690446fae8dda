using System.Collections.Concurrent;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DistPatterns.Cli.Loading.Sources;

/// <summary>
/// The analyzer configs that a build would pass for a project: .editorconfig and .globalconfig files above its sources, and its visible properties.
/// </summary>
internal sealed class AnalyzerConfigFiles
{
    private readonly ConcurrentDictionary<string, SourceText?> _texts = new();

    public IEnumerable<DocumentInfo> Of(ProjectFile project, ProjectId id)
    {
        var folders = new HashSet<string>();
        foreach (var source in project.Sources.Append(project.Path))
            for (var folder = Path.GetDirectoryName(source); folder is not null && folders.Add(folder);)
                folder = Path.GetDirectoryName(folder);
        var paths = folders
            .SelectMany(f => new[] { Path.Combine(f, ".editorconfig"), Path.Combine(f, ".globalconfig") })
            .Concat(project.AnalyzerConfigs)
            .Distinct()
            .Order(StringComparer.Ordinal);
        foreach (var path in paths)
            if (_texts.GetOrAdd(path, p => File.Exists(p) ? SourceText.From(File.ReadAllText(p)) : null) is { } text)
                yield return Document(id, path, text);
        yield return Document(id, Path.Combine(project.Folder, "obj", "distpatterns.properties.globalconfig"), Properties(project));
    }

    private static SourceText Properties(ProjectFile project)
    {
        var text = new StringBuilder("is_global = true\n");
        foreach (var (name, value) in project.VisibleProperties)
            text.Append($"build_property.{name} = {value}\n");
        return SourceText.From(text.ToString());
    }

    private static DocumentInfo Document(ProjectId id, string path, SourceText text)
    {
        var loader = TextLoader.From(TextAndVersion.Create(text, VersionStamp.Default, path));
        return DocumentInfo.Create(DocumentId.CreateNewId(id), Path.GetFileName(path), loader: loader, filePath: path);
    }
}
