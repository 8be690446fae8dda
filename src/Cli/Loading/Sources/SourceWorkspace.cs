using System.Collections.Immutable;
using DistPatterns.Cli.Loading.Packages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DistPatterns.Cli.Loading.Sources;

/// <summary>Puts evaluated projects into a workspace, which links them and applies their analyzer configs as the compiler does.</summary>
internal sealed class SourceWorkspace(ProjectClosure closure, ReferenceSet references, IReadOnlyDictionary<string, IReadOnlyDictionary<string, CachedPackage>> packages) : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly AnalyzerConfigFiles _configs = new();
    private readonly Dictionary<string, ProjectId> _ids = closure.Projects.ToDictionary(p => p.Path, p => ProjectId.CreateNewId(p.Name));

    public async Task<ImmutableArray<LoadedProject>> Compile(ImmutableArray<string> paths, IProgress<Step> progress, CancellationToken cancel)
    {
        var solution = _workspace.AddSolution(SolutionInfo.Create(SolutionId.CreateNewId(), VersionStamp.Default, projects: closure.Projects.Select(Describe)));
        var loaded = new LoadedProject[paths.Length];
        var done = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, paths.Length), cancel, async (i, cancel) =>
        {
            var project = solution.GetProject(_ids[paths[i]])!;
            var compilation = await project.GetCompilationAsync(cancel) ?? throw new InvalidOperationException($"no compilation of {paths[i]}");
            loaded[i] = new(Path.GetFileNameWithoutExtension(paths[i]), paths[i], compilation, project.AnalyzerOptions, []);
            progress.Report(new("Parsing", Interlocked.Increment(ref done), paths.Length));
        });
        return [.. loaded];
    }

    private ProjectInfo Describe(ProjectFile project)
    {
        var id = _ids[project.Path];
        var seen = closure.References(project);
        var names = seen.Select(p => p.AssemblyName).Append(project.AssemblyName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var own = packages[project.Path].Values.SelectMany(p => p.Assemblies(project.Framework)).Concat(project.AssemblyFiles).Concat(seen.SelectMany(p => p.AssemblyFiles));
        return ProjectInfo.Create(
            id, VersionStamp.Default, project.Name, project.AssemblyName, LanguageNames.CSharp, project.Path,
            compilationOptions: project.CompilationOptions,
            parseOptions: project.ParseOptions,
            documents: project.Sources.Select(s => File(id, s)).Append(Generated(id, project)),
            // a circle of references is an error of the repository; without its edges the rest still compiles
            projectReferences: seen.Where(p => !closure.References(p).Contains(project)).Select(p => new ProjectReference(_ids[p.Path])),
            metadataReferences: references.Choose(own, names),
            additionalDocuments: project.AdditionalFiles.Select(f => File(id, f)))
            .WithAnalyzerConfigDocuments(_configs.Of(project, id));
    }

    private static DocumentInfo File(ProjectId id, string path) =>
        DocumentInfo.Create(DocumentId.CreateNewId(id), Path.GetFileName(path), loader: new FileTextLoader(path, null), filePath: path);

    private static DocumentInfo Generated(ProjectId id, ProjectFile project)
    {
        var path = Path.Combine(project.Folder, "obj", project.Name + ".GlobalUsings.g.cs");
        var text = TextAndVersion.Create(SourceText.From(project.GeneratedSource), VersionStamp.Default, path);
        return DocumentInfo.Create(DocumentId.CreateNewId(id), Path.GetFileName(path), loader: TextLoader.From(text), filePath: path, isGenerated: true);
    }

    public void Dispose() => _workspace.Dispose();
}
