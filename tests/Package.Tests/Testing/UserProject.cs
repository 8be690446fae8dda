using System.Text.RegularExpressions;

namespace DistPatterns.Package.Tests.Testing;

/// <summary>A project as a user has it: it needs nothing but the SDK and the package.</summary>
internal sealed partial class UserProject(DirectoryInfo folder, string packageId)
{
    private string _properties = "";
    private string _framework = $"net{Environment.Version.Major}.0";

    public UserProject With(string file, string text)
    {
        File.WriteAllText(Path.Combine(folder.FullName, file), text);
        return this;
    }

    public UserProject WithProperty(string name, string value)
    {
        _properties += $"<{name}>{value}</{name}>";
        return this;
    }

    public UserProject On(string framework)
    {
        _framework = framework;
        return this;
    }

    public string Output => Path.Combine(folder.FullName, "bin", "Debug", _framework, "Shop.dll");

    public string Read(string file) => File.ReadAllText(Path.Combine(folder.FullName, file));

    /// <summary>Builds it; our messages, as "file(line): severity id", in order.</summary>
    public async Task<(bool Succeeded, IReadOnlyList<string> Messages, string Output)> Build()
    {
        WriteProject();
        var (exit, output) = await DotNet.Run(folder.FullName, "build", "--nologo", "-tl:off", "-nodeReuse:false", "-p:UseSharedCompilation=false");
        var messages = Message().Matches(output).Select(m => $"{Path.GetFileName(m.Groups["file"].Value)}({m.Groups["line"].Value}): {m.Groups["what"].Value}").Distinct();
        return (exit == 0, [.. messages.Order(StringComparer.Ordinal)], output);
    }

    /// <summary>Applies the fixes of these rules.</summary>
    public async Task<string> Format(params string[] ids)
    {
        WriteProject();
        var (exit, output) = await DotNet.Run(folder.FullName, ["format", "analyzers", "--diagnostics", .. ids, "--verbosity", "detailed"]);
        Assert.True(exit == 0, output);
        return output;
    }

    private void WriteProject() => With("Shop.csproj", $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>{_framework}</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            {_properties}
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{packageId}" Version="*" PrivateAssets="all" />
            <AdditionalFiles Include="*.distpatterns.model" />
          </ItemGroup>
        </Project>
        """);

    [GeneratedRegex(@"^\s*(?<file>[^(\r\n]+)\((?<line>\d+),\d+\): (?<what>(warning|error) DP\d{4}):", RegexOptions.Multiline)]
    private static partial Regex Message();
}
