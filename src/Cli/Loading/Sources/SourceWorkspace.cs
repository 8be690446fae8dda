using System.Collections.Immutable;
using DistPatterns.Cli.Loading.Packages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DistPatterns.Cli.Loading.Sources;

/// <summary>Puts evaluated projects into a workspace, which links them and applies their analyzer configs as the compiler does.</summary>
internal sealed class SourceWorkspace(
    ProjectClosure closure, ReferenceSet references, IReadOnlyDictionary<string, IReadOnlyDictionary<string, CachedPackage>> packages)
    : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly AnalyzerConfigFiles _configs = new();
    private readonly Dictionary<string, ProjectId> _ids = closure.Projects.ToDictionary(p => p.Path, p => ProjectId.CreateNewId(p.Name));

    public async Task<ImmutableArray<LoadedProject>> Compile(ImmutableArray<ProjectFile> projects, IProgress<Step> progress, CancellationToken cancel)
    {
        var solution = _workspace.AddSolution(SolutionInfo.Create(SolutionId.CreateNewId(), VersionStamp.Default, projects: closure.Projects.Select(Describe)));
        var loaded = new LoadedProject[projects.Length];
        var done = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, projects.Length), cancel, async (i, cancel) =>
        {
            var project = solution.GetProject(_ids[projects[i].Path])!;
            var compilation = await project.GetCompilationAsync(cancel) ?? throw new InvalidOperationException($"no compilation of {projects[i].Path}");
            loaded[i] = new(projects[i].Name, projects[i].Path, compilation, project.AnalyzerOptions, projects[i].Problems);
            progress.Report(new("Parsing", Interlocked.Increment(ref done), projects.Length));
        });
        return [.. loaded];
    }

    private ProjectInfo Describe(ProjectFile project)
    {
        var id = _ids[project.Path];
        var seen = closure.References(project);
        var names = seen.Select(p => p.AssemblyName).Append(project.AssemblyName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var hosts = HostingUse.IsPossible(project, seen, closure.Requests(project), packages[project.Path].Values);
        var own = packages[project.Path].Values
            .SelectMany(p => p.Assemblies(project.Framework))
            .Concat(project.AssemblyFiles)
            .Concat(seen.SelectMany(p => p.AssemblyFiles));
        return ProjectInfo.Create(
            id, VersionStamp.Default, project.Name, project.AssemblyName, LanguageNames.CSharp, project.Path,
            compilationOptions: project.CompilationOptions,
            parseOptions: project.ParseOptions,
            documents: project.Sources.Select(s => File(id, s)).Concat(project.GeneratedFiles.Select(f => Generated(id, project, f))),
            // a circle of references is an error of the repository; without its edges the rest still compiles
            projectReferences: seen.Where(p => !closure.References(p).Contains(project)).Select(p => new ProjectReference(_ids[p.Path])),
            metadataReferences: references.Choose(own, names, hosts),
            additionalDocuments: project.AdditionalFiles.Select(f => File(id, f)))
            .WithAnalyzerConfigDocuments(_configs.Of(project, id));
    }

    private static DocumentInfo File(ProjectId id, string path) =>
        DocumentInfo.Create(DocumentId.CreateNewId(id), Path.GetFileName(path), loader: new FileTextLoader(path, null), filePath: path);

    private static DocumentInfo Generated(ProjectId id, ProjectFile project, GeneratedFile file)
    {
        var path = Path.Combine(project.Folder, "obj", file.Name);
        var text = TextAndVersion.Create(SourceText.From(file.Text), VersionStamp.Default, path);
        return DocumentInfo.Create(DocumentId.CreateNewId(id), Path.GetFileName(path), loader: TextLoader.From(text), filePath: path, isGenerated: true);
    }

    public void Dispose() => _workspace.Dispose();
}
