using System.Collections.Immutable;
using Microsoft.Build.Construction;
using Microsoft.Build.Definition;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Evaluation.Context;
using Microsoft.Build.Exceptions;
using Microsoft.Build.Execution;

namespace DistPatterns.Cli.Loading.Sources;

/// <summary>A project file, worked out, and what of it could not be.</summary>
internal sealed record EvaluatedProject(ProjectInstance Project, ImmutableArray<string> Problems);

/// <summary>Lets MSBuild work out project files, without a restore and without the SDKs and imports that are not on this machine.</summary>
internal sealed class ProjectEvaluation : IDisposable
{
    private const ProjectLoadSettings Tolerant =
        ProjectLoadSettings.IgnoreMissingImports | ProjectLoadSettings.IgnoreInvalidImports | ProjectLoadSettings.IgnoreEmptyImports;

    private readonly ProjectCollection _collection = new();
    private readonly EvaluationContext _context = EvaluationContext.Create(EvaluationContext.SharingPolicy.Shared);

    /// <exception cref="InvalidProjectFileException">The project file or one of its imports is broken.</exception>
    public EvaluatedProject Evaluate(string path)
    {
        var evaluated = Evaluate(path, framework: null);
        var project = evaluated.Project;
        if (project.GetPropertyValue("TargetFramework").Length > 0)
            return evaluated;
        var frameworks = project.GetPropertyValue("TargetFrameworks").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (frameworks.Length == 0)
            // an old-style project names its framework by version; any other leaves it to an SDK that is not here
            return project.GetPropertyValue("TargetFrameworkVersion").Length > 0 ? evaluated : Evaluate(path, $"net{Environment.Version.Major}.0");
        return Evaluate(path, TargetFrameworks.Newest(frameworks));
    }

    private EvaluatedProject Evaluate(string path, string? framework)
    {
        var options = Options(framework);
        var project = ProjectInstance.FromFile(path, options);
        if (project.GetPropertyValue("UsingMicrosoftNETSdk") == "true")
            return new(project, []);
        var root = ProjectRootElement.Open(path, _collection);
        if (root.Sdk.Length == 0)
            return new(project, []);
        // an SDK that could not be found leaves a project without globs and defaults: read it as the plain SDK would
        var plain = root.DeepClone();
        plain.FullPath = root.FullPath;
        plain.Sdk = root.Sdk.Contains("Web", StringComparison.Ordinal) ? "Microsoft.NET.Sdk.Web" : "Microsoft.NET.Sdk";
        return new(ProjectInstance.FromProjectRootElement(plain, options), [$"its SDK '{root.Sdk}' is not on this machine; read as {plain.Sdk}"]);
    }

    private ProjectOptions Options(string? framework)
    {
        var properties = new Dictionary<string, string> { ["DesignTimeBuild"] = "true" };
        if (framework is not null)
            properties["TargetFramework"] = framework;
        return new() { ProjectCollection = _collection, EvaluationContext = _context, LoadSettings = Tolerant, GlobalProperties = properties };
    }

    public void Dispose() => _collection.Dispose();
}
