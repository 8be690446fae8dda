using System.Collections.Immutable;
using DistPatterns.Cli.Loading.Packages;

namespace DistPatterns.Cli.Loading.Sources;

/// <summary>Who sees whom: references between projects, followed through.</summary>
internal sealed class ProjectClosure(IReadOnlyDictionary<string, ProjectFile> projects)
{
    public ImmutableArray<ProjectFile> Projects { get; } = [.. projects.Values.OrderBy(p => p.Path, StringComparer.Ordinal)];

    /// <summary>Every project that <paramref name="project"/> references, directly or through others, nearest first.</summary>
    public ImmutableArray<ProjectFile> References(ProjectFile project)
    {
        var seen = new HashSet<string> { project.Path };
        var found = ImmutableArray.CreateBuilder<ProjectFile>();
        var todo = new Queue<string>(project.ProjectReferences);
        while (todo.TryDequeue(out var path))
        {
            if (!seen.Add(path) || !projects.TryGetValue(path, out var reference))
                continue;
            found.Add(reference);
            foreach (var further in reference.ProjectReferences)
                todo.Enqueue(further);
        }

        return found.ToImmutable();
    }

    /// <summary>The packages a project asks for itself, then those that flow from the projects it references.</summary>
    public IEnumerable<PackageRequest> Requests(ProjectFile project) =>
        project.Packages.Concat(References(project).SelectMany(r => r.Packages)
            .Where(p => p.Flows && project.Packages.All(own => !own.Name.Equals(p.Name, StringComparison.OrdinalIgnoreCase))));
}
