using DistPatterns.Rules;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Tests.Rules;

/// <summary>By which names code says that tests alone run it.</summary>
public sealed class TestNamesTests
{
    [Theory]
    [InlineData("Shop.Tests", true)]
    [InlineData("Shop.IntegrationTests", true)]
    [InlineData("Shop.LoadTest", true)]
    [InlineData("Shop.Testing", true)]
    [InlineData("InteropTestsClient", true)]
    [InlineData("InProcessTestHost", true)]
    [InlineData("Shop_Specs", true)]
    [InlineData("Shop.Testimonials", false)]
    [InlineData("Shop.Contest", false)]
    [InlineData("Shop.Latest", false)]
    public void An_assembly_of_tests_has_a_word_for_them(string assembly, bool isOfTests) => Assert.Equal(isOfTests, TestNames.AreOfAssembly(assembly));

    [Theory]
    [InlineData("namespace Shop.Testing { [|class C { }|] }", true)]
    [InlineData("namespace Shop { namespace TestAssets { [|class C { }|] } }", true)]
    [InlineData("namespace Shop.Bus.TestHarness.Rabbit; [|class C { }|]", true)]
    [InlineData("namespace Shop.UnitTests; [|class C { }|]", true)]
    [InlineData("namespace Shop.ABTesting; [|class C { }|]", false)]
    [InlineData("namespace Lab.TestOrders; [|class C { }|]", false)]
    [InlineData("class Testing { [|class C { }|] }", false)]
    public void A_namespace_for_tests_is_named_as_such(string code, bool isOfTests)
    {
        var tree = CSharpSyntaxTree.ParseText(code.Replace("[|", "").Replace("|]", ""), cancellationToken: TestContext.Current.CancellationToken);
        var marked = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<ClassDeclarationSyntax>().Last();

        Assert.Equal(isOfTests, TestNames.AreAround(marked.GetLocation()));
    }
}
