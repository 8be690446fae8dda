using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests.Loading;

/// <summary>What binds without a build: Boom is reported only where the call finds its method.</summary>
public sealed class SourceLoaderTests : IDisposable
{
    private const string Bomb = "namespace Acme; public static class Bomb { public static void Boom(params object?[] args) { } }";

    private readonly TempRepository _repository = new TempRepository().WithProject("Acme/Acme.csproj").With("Acme/Bomb.cs", Bomb);

    [Fact]
    public async Task Implicit_usings_and_global_usings_of_the_project_bind()
    {
        _repository.WithProject("Acme/Acme.csproj", """<ItemGroup><Using Include="System.Text.StringBuilder" Alias="Text" /><Using Include="System.Math" Static="true" /></ItemGroup>""");
        await Binds("Acme/Use.cs", "class Use { void A() => Acme.Bomb.Boom(Task.Delay(1), new Text(), Abs(1)); }");
    }

    [Fact]
    public async Task Settings_of_Directory_Build_props_hold()
    {
        _repository.With("Directory.Build.props",
            "<Project><PropertyGroup><DefineConstants>$(DefineConstants);LOUD</DefineConstants></PropertyGroup></Project>");
        await Binds("Acme/Use.cs", """
            class Use
            {
            #if LOUD && NET10_0 && NET8_0_OR_GREATER && NETCOREAPP
                void A() => Acme.Bomb.Boom();
            #endif
            }
            """);
    }

    [Fact]
    public async Task Project_references_bind_through_others()
    {
        _repository.WithProject("Mid/Mid.csproj", """<ItemGroup><ProjectReference Include="..\Acme\Acme.csproj" /></ItemGroup>""")
            .WithProject("Top/Top.csproj", """<ItemGroup><ProjectReference Include="..\Mid\Mid.csproj" /></ItemGroup>""");
        await Binds("Top/Use.cs", "class Use { void A() => Acme.Bomb.Boom(); }");
    }

    [Fact]
    public async Task A_reference_binds_in_whatever_case_of_letters_it_is_written()
    {
        _repository.WithProject("Top/Top.csproj", """<ItemGroup><ProjectReference Include="..\ACME\acme.csproj" /></ItemGroup>""");
        await Binds("Top/Use.cs", "class Use { void A() => Acme.Bomb.Boom(); }");
    }

    [Fact]
    public async Task Friends_see_what_is_internal()
    {
        _repository.WithProject("Acme/Acme.csproj", """<ItemGroup><InternalsVisibleTo Include="Top" /></ItemGroup>""")
            .With("Acme/Bomb.cs", Bomb.Replace("public static class", "internal static class"))
            .WithProject("Top/Top.csproj", """<ItemGroup><ProjectReference Include="../Acme/Acme.csproj" /></ItemGroup>""");
        await Binds("Top/Use.cs", "class Use { void A() => Acme.Bomb.Boom(); }");
    }

    [Fact]
    public async Task Projects_that_refer_to_each_other_are_still_checked()
    {
        _repository.WithProject("Acme/Acme.csproj", """<ItemGroup><ProjectReference Include="../Top/Top.csproj" /></ItemGroup>""")
            .WithProject("Top/Top.csproj", """<ItemGroup><ProjectReference Include="../Acme/Acme.csproj" /></ItemGroup>""");
        await Binds("Acme/Use.cs", "class Use { void A() => Acme.Bomb.Boom(); }");
    }

    [Fact]
    public async Task Files_that_the_project_removes_are_not_read()
    {
        _repository.WithProject("Acme/Acme.csproj", """<ItemGroup><Compile Remove="Old/**" /></ItemGroup>""").With("Acme/Old/Use.cs", "class Old { void A() => Acme.Bomb.Boom(); }");
        await Binds("Acme/Use.cs", "class Use { void A() => Acme.Bomb.Boom(); }");
    }

    [Fact]
    public async Task Code_that_does_not_compile_is_checked_where_it_can_be() =>
        await Binds("Acme/Use.cs", "class Use : Unheard.Of { void A() => Acme.Bomb.Boom(); void B( }");

    [Fact]
    public async Task ASP_NET_is_there_for_web_projects()
    {
        _repository.With("Acme/Acme.csproj", TempRepository.Library.Replace("Microsoft.NET.Sdk", "Microsoft.NET.Sdk.Web"));
        await Binds("Acme/Use.cs", "class Use { static void Main() { var app = WebApplication.Create(); app.MapGet(\"/\", () => { Acme.Bomb.Boom(); }); } }");
    }

    [Theory]
    [InlineData("", "", "", false)]
    [InlineData("", "using Microsoft.Extensions.Hosting;", "", true)]
    [InlineData("", "using Microsoft.Extensions.Options;", "", false)]
    [InlineData("""<ItemGroup><Using Include="Microsoft.Extensions.Hosting" /></ItemGroup>""", "", "", true)]
    [InlineData("""<ItemGroup><FrameworkReference Include="Microsoft.AspNetCore.App" /></ItemGroup>""", "", "", true)]
    [InlineData("""<ItemGroup><PackageReference Include="Microsoft.Extensions.Hosting" Version="10.0.0" /></ItemGroup>""", "", "", true)]
    [InlineData("""<ItemGroup><PackageReference Include="Acme.AspNetCore" Version="1.0.0" /></ItemGroup>""", "", "", true)]
    [InlineData("""<ItemGroup><PackageReference Include="Microsoft.Extensions.Options" Version="10.0.0" /></ItemGroup>""", "", "", false)]
    [InlineData("", "", """<ItemGroup><FrameworkReference Include="Microsoft.AspNetCore.App" /></ItemGroup>""", true)]
    [InlineData("", "", """<ItemGroup><PackageReference Include="Microsoft.AspNetCore.SignalR" Version="1.1.0" /></ItemGroup>""", true)]
    public async Task A_console_program_is_a_tool_unless_something_speaks_of_hosting(string items, string usings, string itemsOfLibrary, bool isService)
    {
        _repository.WithProject("Acme/Acme.csproj", itemsOfLibrary)
            .WithProject("Top/Top.csproj", $"""<PropertyGroup><OutputType>Exe</OutputType></PropertyGroup><ItemGroup><ProjectReference Include="../Acme/Acme.csproj" /></ItemGroup>{items}""")
            .With("Top/Program.cs", $$"""
                {{usings}}
                while (Console.ReadLine() is { } line) await new Feed().ReadAsync();
                class Feed { public Task ReadAsync() => new HttpClient().GetStringAsync("/feed"); }
                """);
        var run = await ToolRun.CheckSources(_repository.Root);
        Assert.Equal(isService, run.Findings.Any(f => f.StartsWith("DP1014", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_missing_package_is_named()
    {
        _repository.WithProject("Acme/Acme.csproj", """<ItemGroup><PackageReference Include="Acme.NoSuchPackage" Version="1.2.3" /></ItemGroup>""");
        var run = await Binds("Acme/Use.cs", "class Use { void A() => Acme.Bomb.Boom(); }");
        Assert.Equal("Acme.NoSuchPackage 1.2.3 ", Assert.Single(Missing(run)));
    }

    [Fact]
    public async Task A_package_that_the_framework_has_is_not_missing()
    {
        _repository.WithProject("Acme/Acme.csproj", """<ItemGroup><PackageReference Include="System.Text.Json" Version="8.0.0" /></ItemGroup>""");
        Assert.Empty(Missing(await Binds("Acme/Use.cs", "class Use { void A() => Acme.Bomb.Boom(System.Text.Json.JsonSerializerOptions.Default); }")));
    }

    [Fact]
    public async Task Assemblies_of_a_references_folder_bind()
    {
        _repository.With("libs/readme.txt", "");
        File.Copy(typeof(FactAttribute).Assembly.Location, _repository["libs/xunit.v3.core.dll"]);
        await Binds("Acme/Use.cs", "class Use { [Xunit.Fact] public void A() => Acme.Bomb.Boom(new Xunit.FactAttribute()); }", "--refs", _repository["libs"]);
    }

    [Fact]
    public async Task A_project_file_that_cannot_be_read_is_named_and_the_others_are_checked()
    {
        _repository.With("Broken/Broken.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>");
        var run = await Binds("Acme/Use.cs", "class Use { void A() => Acme.Bomb.Boom(); }", "--allow-incomplete");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(3, (await ToolRun.CheckSources(_repository.Root)).ExitCode);
        Assert.StartsWith("Broken: cannot be read: ", Assert.Single(run.Problems));
    }

    [Theory]
    [InlineData("""<PropertyGroup><A>$([System.IO.File]::ReadAllText('none.txt'))</A></PropertyGroup>""", "")]
    [InlineData("""<PropertyGroup Condition="'$(A)' > 'x'" />""", "")]
    [InlineData("", "<Project><PropertyGroup><A>$([System.Version]::Parse('x'))</A></PropertyGroup></Project>")]
    public async Task A_project_that_MSBuild_cannot_evaluate_here_is_read_by_its_XML(string inProject, string buildProps)
    {
        _repository.WithProject("Acme/Acme.csproj", inProject + """<ItemGroup><Using Include="System.Text" /><Compile Remove="Old/**" /></ItemGroup>""")
            .With("Acme/Old/Use.cs", "class Old { void A() => Acme.Bomb.Boom(); }")
            .WithProject("Top/Top.csproj", inProject + """<ItemGroup><ProjectReference Include="../Acme/Acme.csproj" /></ItemGroup>""");
        if (buildProps.Length > 0)
            _repository.With("Directory.Build.props", buildProps);
        var run = await Binds("Top/Use.cs", "class Use { void A() => Acme.Bomb.Boom(Task.CompletedTask); }");
        Assert.Equal(["Acme", "Top"],
            run.Problems.Select(p => p.Split(": MSBuild cannot evaluate it here, so its XML and its folder were read without imports and conditions: ")[0]));
    }

    [Fact]
    public async Task The_code_of_the_Debug_configuration_is_read_whatever_the_project_builds_by_default()
    {
        _repository.WithProject("Acme/Acme.csproj", "<PropertyGroup><Configuration>Release</Configuration></PropertyGroup>");
        await Binds("Acme/Use.cs", "class Use\n{\n#if DEBUG && TRACE\n    void A() => Acme.Bomb.Boom();\n#endif\n}");
    }

    [Fact]
    public async Task Calls_that_do_not_bind_are_told_by_library_and_by_place()
    {
        const string source = "using RabbitMQ.Client;\nclass Use\n{\n    void A(IModel channel, IUnheard bus)\n    {\n        Acme.Bomb.Boom();\n        bus.Channel.BasicPublish(\"\", \"\", null, null);\n    }\n}";
        var run = await Binds("Acme/Use.cs", source, "--verbose");
        var calls = run.Json.GetProperty("calls");
        Assert.Equal("""[{"name":"RabbitMQ.Client","unknown":1}]""", Compact(calls.GetProperty("libraries")));
        Assert.Equal("""[{"library":"RabbitMQ.Client","call":"BasicPublish","file":"Acme/Use.cs","line":7,"column":21}]""", Compact(calls.GetProperty("places")));
    }

    [Fact]
    public async Task A_project_whose_SDK_is_not_here_is_read_as_a_plain_one()
    {
        _repository.With("Acme/Acme.csproj", TempRepository.Library.Replace("Microsoft.NET.Sdk", "Acme.Unheard.Sdk"));
        var run = await Binds("Acme/Use.cs", "class Use { void A() => Acme.Bomb.Boom(Task.CompletedTask); }");
        Assert.Equal("Acme: its SDK 'Acme.Unheard.Sdk' is not on this machine; read as Microsoft.NET.Sdk", Assert.Single(run.Problems));
    }

    [Fact]
    public async Task Old_project_files_and_phones_do_not_stop_the_check()
    {
        _repository.With("Old/Old.csproj", """
            <Project ToolsVersion="4.0" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
              <PropertyGroup><TargetFrameworkVersion>v4.6.2</TargetFrameworkVersion><OutputType>Library</OutputType><AssemblyName>Old</AssemblyName></PropertyGroup>
              <ItemGroup><Compile Include="A.cs" /></ItemGroup>
              <Import Project="$(MSBuildToolsPath)\Microsoft.CSharp.targets" />
            </Project>
            """).With("Old/A.cs", "class A { }")
            .With("App/App.csproj", TempRepository.Library.Replace("<TargetFramework>net10.0</TargetFramework>",
                "<TargetFrameworks>net10.0-android;net10.0-ios</TargetFrameworks><UseMaui>true</UseMaui>"))
            .With("App/A.cs", "class A { }");
        var run = await Binds("Acme/Use.cs", "class Use { void A() => Acme.Bomb.Boom(); }");
        Assert.Equal(3, run.Json.GetProperty("projects").EnumerateArray().Count(p => p.GetProperty("checked").GetBoolean()));
    }

    public void Dispose() => _repository.Dispose();

    private async Task<ToolRun> Binds(string file, string source, params string[] options)
    {
        _repository.With(file, source);
        var run = await ToolRun.CheckSources(_repository.Root, options);
        Assert.Equal("", run.Error);
        Assert.Equal(file, Assert.Single(run.Json.GetProperty("findings").EnumerateArray().ToArray()).GetProperty("file").GetString());
        return run;
    }

    private static string Compact(System.Text.Json.JsonElement json) => System.Text.Json.JsonSerializer.Serialize(json);

    private static IEnumerable<string> Missing(ToolRun run) =>
        run.Json.GetProperty("missingPackages").EnumerateArray().Select(m => $"{m.GetProperty("name")} {m.GetProperty("version")} {m.GetProperty("used")}");
}
