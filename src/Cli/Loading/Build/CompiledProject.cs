using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Cli.Loading.Build;

/// <summary>Compiles one project of the workspace, and says why when that fails.</summary>
internal static class CompiledProject
{
    private const int MostErrors = 3;

    public static async Task<(LoadedProject? Loaded, UncheckedProject? Unchecked)> Of(Project project, ImmutableArray<string> restore, CancellationToken cancel)
    {
        var path = project.FilePath!;
        var name = Path.GetFileNameWithoutExtension(path);
        var compilation = await project.GetCompilationAsync(cancel) ?? throw new InvalidOperationException($"no compilation of {path}");
        var errors = compilation.GetDiagnostics(cancel).Where(d => d.Severity == DiagnosticSeverity.Error && d.DefaultSeverity == DiagnosticSeverity.Error).ToList();
        if (errors.Count == 0)
            return (new(name, path, compilation, project.AnalyzerOptions, []), null);
        var more = errors.Count > MostErrors ? [$"and {errors.Count - MostErrors} more errors; --no-build checks code that does not compile"] : Array.Empty<string>();
        return (null, new(name, path, [.. restore.Where(r => r.Contains(path, StringComparison.Ordinal)).Take(1), .. errors.Take(MostErrors).Select(e => "does not compile: " + Describe(e, path)), .. more]));
    }

    private static string Describe(Diagnostic error, string project)
    {
        var at = error.Location.GetLineSpan();
        var place = at.IsValid ? $"{Path.GetRelativePath(Path.GetDirectoryName(project)!, at.Path).Replace('\\', '/')}:{at.StartLinePosition.Line + 1}: " : "";
        return $"{place}{error.Id} {error.GetMessage(CultureInfo.InvariantCulture)}";
    }
}
