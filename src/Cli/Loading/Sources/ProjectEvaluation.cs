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

    // without what surrounds a project; the central versions of packages are tried first, because little of the code binds without packages
    private static readonly ImmutableArray<ImmutableArray<string>> Alone =
        [["ImportDirectoryBuildProps", "ImportDirectoryBuildTargets"],
            ["ImportDirectoryBuildProps", "ImportDirectoryBuildTargets", "ImportDirectoryPackagesProps"]];

    /// <exception cref="InvalidProjectFileException">The project file is no XML.</exception>
    public EvaluatedProject Evaluate(string path)
    {
        try
        {
            return OfNewestFramework(framework => Whole(path, Options(framework, without: [])));
        }
        catch (InvalidProjectFileException whole)
        {
            var root = ProjectRootElement.Open(path, _collection); // throws again where it is no XML
            foreach (var without in Alone)
                try
                {
                    return OfNewestFramework(framework =>
                        new(ProjectInstance.FromProjectRootElement(Essentials.Of(root, PlainSdk(root), _collection), Options(framework, without)),
                        [$"MSBuild cannot evaluate it here, so its XML and its folder were read without imports and conditions: {whole.BaseMessage}"]));
                }
                catch (InvalidProjectFileException)
                {
                    // the next attempt imports less
                }

            throw;
        }
    }

    private static EvaluatedProject OfNewestFramework(Func<string?, EvaluatedProject> evaluate)
    {
        var evaluated = evaluate(null);
        var project = evaluated.Project;
        if (project.GetPropertyValue("TargetFramework").Length > 0)
            return evaluated;
        var frameworks = project.GetPropertyValue("TargetFrameworks").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (frameworks.Length == 0)
            // an old-style project names its framework by version; any other leaves it to an SDK that is not here
            return project.GetPropertyValue("TargetFrameworkVersion").Length > 0 ? evaluated : evaluate($"net{Environment.Version.Major}.0");
        return evaluate(TargetFrameworks.Newest(frameworks));
    }

    private EvaluatedProject Whole(string path, ProjectOptions options)
    {
        var project = ProjectInstance.FromFile(path, options);
        if (project.GetPropertyValue("UsingMicrosoftNETSdk") == "true")
            return new(project, []);
        var root = ProjectRootElement.Open(path, _collection);
        if (root.Sdk.Length == 0)
            return new(project, []);
        // an SDK that could not be found leaves a project without globs and defaults: read it as the plain SDK would
        var plain = root.DeepClone();
        plain.FullPath = root.FullPath;
        plain.Sdk = PlainSdk(root);
        return new(ProjectInstance.FromProjectRootElement(plain, options), [$"its SDK '{root.Sdk}' is not on this machine; read as {plain.Sdk}"]);
    }

    private static string PlainSdk(ProjectRootElement root) => root.Sdk.Contains("Web", StringComparison.Ordinal) ? "Microsoft.NET.Sdk.Web"
        : "Microsoft.NET.Sdk";

    private ProjectOptions Options(string? framework, ImmutableArray<string> without)
    {
        var properties = new Dictionary<string, string> { ["DesignTimeBuild"] = "true", ["Configuration"] = BuildConfiguration.Name };
        foreach (var import in without)
            properties[import] = "false";
        if (framework is not null)
            properties["TargetFramework"] = framework;
        return new() { ProjectCollection = _collection, EvaluationContext = _context, LoadSettings = Tolerant, GlobalProperties = properties };
    }

    public void Dispose() => _collection.Dispose();
}
