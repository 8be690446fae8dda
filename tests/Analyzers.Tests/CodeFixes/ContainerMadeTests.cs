using DistPatterns.CodeFixes.Injecting;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistPatterns.Tests.CodeFixes;

/// <summary>Who makes a class, over the projects of a solution.</summary>
public sealed class ContainerMadeTests
{
    private const string Shop = "public class Tills(System.IServiceProvider services) { public object Services => services; }";

    [Theory]
    [InlineData("class TillsTests { object tills = new Tills(null!); }", false)]
    [InlineData("class TillsTests { Tills tills = new(null!); }", false)]
    [InlineData("class Mock(System.IServiceProvider services) : Tills(services);", false)]
    [InlineData("class Mock<T> { public Mock(params object[] arguments) { } } class TillsTests { object tills = new Mock<Tills>(1); }", false)]
    [InlineData("static class Substitute { public static T For<T>(params object[] arguments) where T : class => null!; } class TillsTests { Tills tills = Substitute.For<Tills>(1); }", false)]
    [InlineData("class Mock<T> { public Mock(params object[] arguments) { } } class TillsTests { object tills = new Mock<global::Tills>(1); }", false)]
    [InlineData("class Mock<T> { public Mock(params object[] arguments) { } } class TillsTests { Mock<Tills> tills = new(1); }", false)]
    [InlineData("class Log<T>; class TillsTests { object log = new Log<Tills>(); }", true)]
    [InlineData("/// <see cref=\"Tills\"/>\nclass TillsTests { System.Func<Tills, object> read = tills => tills.Services; }", true)]
    public async Task A_project_that_uses_the_class_is_asked_too(string tests, bool isMadeByContainer) => Assert.Equal(isMadeByContainer, await IsMadeByContainer(Shop, tests));

    [Theory]
    [InlineData("abstract class ControllerTests<T> where T : ControllerBase, new(); class TillsTests : ControllerTests<Tills>;", false)]
    [InlineData("class Pool<T> where T : new(); class TillsTests { Pool<global::Tills> pool = new(); }", false)]
    [InlineData("class Pools { public static void Fill<T>() where T : new() { } } class TillsTests { void Fill() => Pools.Fill<global::Tills>(); }", false)]
    [InlineData("#nullable enable\nclass Pool<T> where T : new(); class TillsTests { Pool<Tills?>? pool; }", false)]
    [InlineData("class Log<T>; class TillsTests { Log<Tills> log = new(); }", true)]
    public async Task A_type_parameter_that_may_make_it_does(string tests, bool isMadeByContainer) =>
        Assert.Equal(isMadeByContainer, await IsMadeByContainer("public class ControllerBase; public class Tills : ControllerBase;", tests));

    private static async Task<bool> IsMadeByContainer(string source, string tests)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary);
        var shop = new AdhocWorkspace().AddProject("Shop", LanguageNames.CSharp).WithCompilationOptions(options).WithMetadataReferences(Modelled.References).AddDocument("Tills.cs", source).Project;
        var other = shop.Solution.AddProject("Shop.Tests", "Shop.Tests", LanguageNames.CSharp).WithCompilationOptions(options).WithMetadataReferences(Modelled.References)
            .AddProjectReference(new(shop.Id)).AddDocument("TillsTests.cs", tests).Project;
        Assert.Empty((await other.GetCompilationAsync(TestContext.Current.CancellationToken))!.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error));
        var tills = (await other.Solution.GetProject(shop.Id)!.GetCompilationAsync(TestContext.Current.CancellationToken))!.GetTypeByMetadataName("Tills")!;

        return await ContainerMade.IsAsync(tills, other.Solution, TestContext.Current.CancellationToken);
    }
}
