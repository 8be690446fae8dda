using System.Xml.Linq;

namespace DistPatterns.Package.Tests.Testing;

/// <summary>All packages of the runtime, packed from this build, and a fresh application for each program of the pages, built with them.</summary>
public sealed class PackedRuntime : IAsyncLifetime
{
    private const string Id = "DistPatterns.Runtime";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("distpatterns-runtime-");

    /// <summary>The package of each id.</summary>
    public IReadOnlyDictionary<string, RuntimePackage> Packages { get; private set; } = new Dictionary<string, RuntimePackage>();

    internal static string Repository => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(PackedProject.Metadata("Package"))!, "../.."));

    public async ValueTask InitializeAsync()
    {
        await MSBuild("pack", """
            <ItemGroup><Packed Include="$(Runtime)/*/*.csproj" /></ItemGroup>
            <Target Name="Go"><MSBuild Projects="@(Packed)" Targets="Pack" Properties="NoBuild=true;Configuration=$(Configuration);PackageOutputPath=$(Folder)" /></Target>
            """);
        Packages = _folder.GetFiles("*.nupkg").Select(f => new RuntimePackage(f)).ToDictionary(p => p.Id);

        // the packages of this build, and those that they need, which the build has fetched; into a cache of its own
        File.WriteAllText(Path.Combine(_folder.FullName, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{_folder.FullName}" /><add key="fetched" value="{Fetched}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_folder.FullName, "cache")}" /></config>
            </configuration>
            """);
        foreach (var program in PageProgram.All)
        {
            Write(program);
        }

        await MSBuild("pages", """
            <ItemGroup><App Include="$(Folder)/*/*.csproj" /></ItemGroup>
            <Target Name="Go">
              <MSBuild Projects="@(App)" Targets="Restore" Properties="Phase=Restore" />
              <MSBuild Projects="@(App)" Targets="Build" />
            </Target>
            """);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs a program; what it prints.</summary>
    internal async Task<string> Run(PageProgram program)
    {
        var folder = Path.Combine(_folder.FullName, program.Name);
        var (exit, output) = await DotNet.Run(folder, Path.Combine(folder, "bin", "Debug", $"net{Environment.Version.Major}.0", $"{program.Name}.dll"));
        Assert.True(exit == 0, output);
        return output.ReplaceLineEndings("\n");
    }

    private void Write(PageProgram program)
    {
        var app = _folder.CreateSubdirectory(program.Name);
        File.WriteAllText(Path.Combine(app.FullName, "Program.cs"), program.Code);
        new XElement("Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement("PropertyGroup", // as "dotnet new console" makes it, but for warnings
                new XElement("OutputType", "Exe"), new XElement("TargetFramework", $"net{Environment.Version.Major}.0"),
                new XElement("ImplicitUsings", "enable"), new XElement("Nullable", "enable"), new XElement("TreatWarningsAsErrors", "true"),
                new XElement("NuGetAudit", "false"), new XElement("NoWarn", "NU1603")), // what was fetched has the versions that the build chose, and none below
            new XElement("ItemGroup", program.Packages.Select(p => new XElement("PackageReference", new XAttribute("Include", p), new XAttribute("Version", p.StartsWith(Id, StringComparison.Ordinal) ? "*" : "10.*")))))
            .Save(Path.Combine(app.FullName, $"{program.Name}.csproj"));
    }

    private async Task MSBuild(string name, string body)
    {
        var project = Path.Combine(_folder.FullName, $"{name}.proj");
        File.WriteAllText(project, $"<Project>{body}</Project>");
        var (exit, output) = await DotNet.Run(
            _folder.FullName, "msbuild", project, "-t:Go", "-nologo", "-tl:off", "-nodeReuse:false", "-p:UseSharedCompilation=false",
            $"-p:Runtime={Repository}/src/Runtime", $"-p:Configuration={(name == "pack" ? PackedProject.Metadata("Configuration") : "Debug")}", $"-p:Folder={_folder.FullName}");
        Assert.True(exit == 0, output);
    }

    private static string Fetched => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
