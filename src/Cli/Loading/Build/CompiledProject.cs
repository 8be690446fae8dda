using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli.Loading.Build;

/// <summary>Compiles one project of the workspace, and says why when that fails.</summary>
internal static class CompiledProject
{
    private const int MostErrors = 3;

    /// <param name="project">The project as the workspace has it.</param>
    /// <param name="failures">What MSBuild said when it loaded the project: of one without its SDK, the compiler would speak of anything else.</param>
    /// <param name="restore">What could not be restored.</param>
    public static async Task<(LoadedProject? Loaded, UncheckedProject? Unchecked)> Of(Project project, ImmutableArray<string> failures,
        ImmutableArray<string> restore, CancellationToken cancel)
    {
        var path = project.FilePath!;
        var name = Path.GetFileNameWithoutExtension(path);
        var compilation = await project.GetCompilationAsync(cancel) ?? throw new InvalidOperationException($"no compilation of {path}");
        var errors = compilation.GetDiagnostics(cancel)
            .Where(d => d.Severity == DiagnosticSeverity.Error && d.DefaultSeverity == DiagnosticSeverity.Error).ToList();
        var hasSource = project.Documents.Any();
        if (errors.Count == 0 && (hasSource || failures.IsEmpty))
            return (new(name, path, compilation, project.AnalyzerOptions, []), null);
        var more = errors.Count > MostErrors ? [$"and {errors.Count - MostErrors} more errors; --no-build checks code that does not compile"]
            : Array.Empty<string>();
        ImmutableArray<string> problems = hasSource
            ? [.. restore.Where(r => r.Contains(path, StringComparison.Ordinal)).Take(1), .. errors.Take(MostErrors)
                .Select(e => "does not compile: " + Describe(e, path)), .. more]
            : failures.IsEmpty ? ["does not load: MSBuild finds no source in it; 'dotnet build' on it may say why"] : failures;
        return (null, new(name, path, problems));
    }

    private static string Describe(Diagnostic error, string project)
    {
        var at = error.Location.GetLineSpan();
        var place = at.IsValid ? $"{Path.GetRelativePath(Path.GetDirectoryName(project)!, at.Path).Replace('\\', '/')}:{at.StartLinePosition.Line + 1}: " : "";
        return $"{place}{error.Id} {error.GetMessage(CultureInfo.InvariantCulture)}";
    }
}
