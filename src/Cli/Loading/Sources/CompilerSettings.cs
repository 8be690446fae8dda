using Microsoft.Build.Execution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistPatterns.Cli.Loading.Sources;

/// <summary>Compiler options as the project's properties set them, so that severities hold as they do in its build.</summary>
internal static class CompilerSettings
{
    private static readonly char[] Separators = [';', ',', ' ', '\r', '\n', '\t'];

    public static CSharpParseOptions Parsing(ProjectInstance project)
    {
        var version = LanguageVersionFacts.TryParse(project.GetPropertyValue("LangVersion"), out var parsed) ? parsed : LanguageVersion.Latest;
        return new(version, DocumentationMode.None, preprocessorSymbols: [.. List(project, "DefineConstants"), .. FrameworkConstants(project)]);
    }

    public static CSharpCompilationOptions Compiling(ProjectInstance project)
    {
        var severities = new Dictionary<string, ReportDiagnostic>();
        foreach (var id in List(project, "WarningsAsErrors"))
            severities[id] = ReportDiagnostic.Error;
        foreach (var id in List(project, "WarningsNotAsErrors"))
            severities[id] = ReportDiagnostic.Warn;
        foreach (var id in List(project, "NoWarn"))
            severities[id] = ReportDiagnostic.Suppress;
        return new(
            project.GetPropertyValue("OutputType").ToUpperInvariant() switch
            {
                "EXE" => OutputKind.ConsoleApplication,
                "WINEXE" => OutputKind.WindowsApplication,
                _ => OutputKind.DynamicallyLinkedLibrary,
            },
            allowUnsafe: true, // code that does not bind for want of a switch would be code that is not checked
            nullableContextOptions: Enum.TryParse<NullableContextOptions>(project.GetPropertyValue("Nullable"), ignoreCase: true, out var nullable)
                ? nullable
                : NullableContextOptions.Disable,
            generalDiagnosticOption: project.GetPropertyValue("TreatWarningsAsErrors").Equals("true", StringComparison.OrdinalIgnoreCase)
                ? ReportDiagnostic.Error
                : ReportDiagnostic.Default,
            specificDiagnosticOptions: severities,
            concurrentBuild: true,
            deterministic: true);
    }

    /// <summary>NET, NET8_0, NET8_0_OR_GREATER and their like, which a build's targets define.</summary>
    private static IEnumerable<string> FrameworkConstants(ProjectInstance project)
    {
        var family = project.GetPropertyValue("TargetFrameworkIdentifier") switch
        {
            ".NETCoreApp" => "NETCoreApp",
            ".NETStandard" => "NETStandard",
            _ => "NETFramework",
        };
        yield return family.ToUpperInvariant();
        if (!Version.TryParse(project.GetPropertyValue("TargetFrameworkVersion").TrimStart('v'), out var version))
            yield break;
        if (family == "NETCoreApp" && version.Major >= 5)
            yield return "NET";
        foreach (var supported in project.GetItems($"Supported{family}TargetFramework"))
        {
            // ".NETCoreApp,Version=v8.0" with the alias net8.0
            var at = supported.EvaluatedInclude.IndexOf("=v", StringComparison.Ordinal);
            if (at < 0 || !Version.TryParse(supported.EvaluatedInclude[(at + 2)..], out var other) || other > version)
                continue;
            var name = supported.GetMetadataValue("Alias").ToUpperInvariant().Replace('.', '_');
            yield return name + "_OR_GREATER";
            if (other == version)
                yield return name;
        }
    }

    private static IEnumerable<string> List(ProjectInstance project, string property) =>
        project.GetPropertyValue(property).Split(Separators, StringSplitOptions.RemoveEmptyEntries);
}
