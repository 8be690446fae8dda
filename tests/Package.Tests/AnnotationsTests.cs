using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using DistPatterns.Package.Tests.Testing;

namespace DistPatterns.Package.Tests;

/// <summary>What somebody who installs the declarations without the runtime sees.</summary>
public sealed class AnnotationsTests(PackedAnnotations package) : IClassFixture<PackedAnnotations>
{
    private const string Shop = """
        using DistPatterns;

        namespace Shop
        {
            [UseCase(UseCase.AccountBalance), StoredIn(DataStore.PostgreSql), Cap(CapChoice.Consistency)]
            public sealed class Account
            {
                [PartitionKey]
                public string Owner { get; set; } = "";

                [EventApplier]
                public void Opened() => Owner = "";
            }

            public interface IEvents
            {
                [Effect(EffectKinds.Publish | EffectKinds.RemoteCall, Message = "message"), Idempotent]
                void Send(object message);
            }
        }
        """;

    [Fact]
    public void It_holds_a_source_for_every_declaration_of_the_runtime_and_nothing_else()
    {
        var runtime = Path.Combine(Path.GetDirectoryName(PackedProject.Metadata("Annotations"))!, "../Runtime");
        var declarations = Directory.GetDirectories(runtime, "Declarations", SearchOption.AllDirectories).SelectMany(d => Directory.GetFiles(d, "*.cs"));
        Assert.Equal(
            ["DistPatterns.Annotations.nuspec", "README.md", "build/DistPatterns.Annotations.targets", .. declarations.Select(f => "src/" + Path.GetFileName(f)).Order(StringComparer.Ordinal)],
            package.Entries);
    }

    [Fact]
    public async Task They_compile_on_netstandard_as_csharp_7_and_stay_internal() =>
        await Builds(package.NewProject().On("netstandard2.0").With("Shop.cs", Shop)
            .WithProperty("ImplicitUsings", "disable").WithProperty("Nullable", "disable").WithProperty("LangVersion", "7.3")
            .WithProperty("RestoreFallbackFolders", Packages)); // for NETStandard.Library, which is no part of the SDK

    [Fact]
    public async Task They_compile_on_a_modern_framework_with_its_strictest_settings_and_stay_internal() =>
        await Builds(package.NewProject().With("Shop.cs", Shop)
            .WithProperty("GenerateDocumentationFile", "true").WithProperty("NoWarn", "CS1591").WithProperty("AnalysisMode", "All").WithProperty("EnforceCodeStyleInBuild", "true"));

    private static async Task Builds(UserProject project)
    {
        var (succeeded, _, output) = await project.WithProperty("TreatWarningsAsErrors", "true").Build();

        Assert.True(succeeded, output);
        Assert.Equal(("EffectAttribute", TypeAttributes.NotPublic), Declared(project.Output, "EffectAttribute"));
        Assert.Equal(("DataStore", TypeAttributes.NotPublic), Declared(project.Output, "DataStore"));
    }

    private static (string, TypeAttributes) Declared(string assembly, string name)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var type = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Single(t => metadata.GetString(t.Name) == name && metadata.GetString(t.Namespace) == "DistPatterns");
        return (metadata.GetString(type.Name), type.Attributes & TypeAttributes.VisibilityMask);
    }

    private static string Packages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
