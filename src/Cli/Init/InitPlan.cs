using System.Collections.Immutable;
using System.Text;
using DistPatterns.Cli.Pages;

namespace DistPatterns.Cli.Init;

/// <summary>Which files a repository needs for the check, and lacks. What is there is never changed, but for .editorconfig, which gets a section.</summary>
internal sealed class InitPlan(string root, InitRequest request)
{
    private const string SectionMark = "# distpatterns: ";

    private readonly CiServer _ci = request.Ci ?? Detected(root);

    public ImmutableArray<PlannedFile> Files() => [.. new[] { EditorConfig(), Job() }.OfType<PlannedFile>()];

    private PlannedFile? EditorConfig()
    {
        var path = Path.Combine(root, ".editorconfig");
        var exists = File.Exists(path);
        return exists && File.ReadAllText(path).Contains(SectionMark, StringComparison.Ordinal) ? null : new(path, Severities()) { Appends = exists };
    }

    /// <summary>Each rule, commented out: a severity that is set would also raise the findings that a rule makes information of, because it is less
    /// sure of them.</summary>
    private static string Severities()
    {
        var text = new StringBuilder(SectionMark)
            .Append("severities of its rules. "
                + "A line without # makes every finding of the rule of this severity: error, warning, suggestion or none.\n[*.cs]\n");
        foreach (var page in RulePage.All())
            text.Append($"# dotnet_diagnostic.{page.Id}.severity = {page.Severity}  # {page.Title}\n");
        return text.ToString();
    }

    private PlannedFile? Job()
    {
        var (template, own, alternative, hint) = _ci switch
        {
            CiServer.GitHub => ("github.yml", ".github/workflows/distpatterns.yml", null, ""),
            CiServer.GitLab => ("gitlab.yml", ".gitlab-ci.yml", ".gitlab/distpatterns.yml",
                "include it from .gitlab-ci.yml: include: { local: .gitlab/distpatterns.yml }"),
            CiServer.Azure => ("azure.yml", "azure-pipelines.yml", "azure-pipelines.distpatterns.yml",
                "make a pipeline of it: New pipeline › Existing Azure Pipelines YAML file"),
            _ => default((string?, string, string?, string)),
        };
        if (template is null)
            return null;
        var taken = File.Exists(Path.Combine(root, own));
        if (taken && File.ReadAllText(Path.Combine(root, own)).Contains("distpatterns check", StringComparison.Ordinal))
            return null;
        var path = Path.Combine(root, taken && alternative is not null ? alternative : own);
        return File.Exists(path) ? null : new(path, Filled(Template(template)), taken ? hint : "");
    }

    private string Filled(string template) => template.Replace("{check}", Check())
        .Replace("{global-json}", File.Exists(Path.Combine(root, "global.json")) ? "\n          global-json-file: global.json" : "");

    private string Check()
    {
        var path = Path.GetRelativePath(root, Path.GetFullPath(request.Path)).Replace('\\', '/');
        var quoted = path.Contains(' ') ? $"\"{path}\"" : path;
        var baseline = request.Baseline ? $" --baseline {InitRequest.BaselineName}" : "";
        return $"check {quoted}{(request.NoBuild ? " --no-build" : "")}{baseline}";
    }

    private static string Template(string name)
    {
        using var reader = new StreamReader(typeof(InitPlan).Assembly.GetManifestResourceStream("init/" + name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static CiServer Detected(string root)
    {
        if (Directory.Exists(Path.Combine(root, ".github")))
            return CiServer.GitHub;
        if (File.Exists(Path.Combine(root, ".gitlab-ci.yml")))
            return CiServer.GitLab;
        if (Directory.EnumerateFiles(root, "azure-pipelines*.yml").Any())
            return CiServer.Azure;
        var config = Path.Combine(root, ".git", "config");
        var remotes = File.Exists(config) ? File.ReadAllText(config) : "";
        return remotes.Contains("gitlab", StringComparison.OrdinalIgnoreCase) ? CiServer.GitLab
            : remotes.Contains("dev.azure.com", StringComparison.OrdinalIgnoreCase)
                || remotes.Contains("visualstudio.com", StringComparison.OrdinalIgnoreCase) ? CiServer.Azure
            : CiServer.GitHub;
    }
}
