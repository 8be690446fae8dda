namespace DistPatterns.Cli.Tests.Testing;

/// <summary>A folder of files that lives as long as a test.</summary>
public sealed class TempRepository : IDisposable
{
    public const string Library = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
        </Project>
        """;

    public string Root { get; } = Directory.CreateTempSubdirectory("distpatterns-test-").FullName;

    public string this[string path] => Path.Combine(Root, path.Replace('/', Path.DirectorySeparatorChar));

    public TempRepository With(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllText(this[path], text);
        return this;
    }

    public TempRepository WithSolution(string path, params string[] projects) =>
        With(path, $"<Solution>{string.Concat(projects.Select(p => $"<Project Path=\"{p}\" />"))}</Solution>");

    /// <summary>A project file like <see cref="Library"/> with more items.</summary>
    public TempRepository WithProject(string path, string items = "") =>
        With(path, Library.Replace("</Project>", items + "</Project>"));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
