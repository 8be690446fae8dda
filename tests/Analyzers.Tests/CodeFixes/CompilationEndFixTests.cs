using DistPatterns.CodeFixes.Resilience;
using DistPatterns.Hosts;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistPatterns.Tests.CodeFixes;

/// <summary>Fixes of what is found at the end of the compilation, which Roslyn's test of fixes refuses and <c>dotnet format</c> applies.</summary>
public sealed class CompilationEndFixTests
{
    [Theory]
    [InlineData("services.AddHttpClient(\"prices\");", "services.AddHttpClient(\"prices\").ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(10));")]
    [InlineData("services.AddHttpClient<Prices>() // ours\n            .SetHandlerLifetime(span);", "services.AddHttpClient<Prices>().ConfigureHttpClient(client => client.Timeout = TimeSpan.FromSeconds(10)) // ours\n            .SetHandlerLifetime(span);")]
    [InlineData("var client = services.AddHttpClient(\"prices\");", "var client = services.AddHttpClient(\"prices\").ConfigureHttpClient(http => http.Timeout = TimeSpan.FromSeconds(10));")]
    public async Task A_registration_gets_a_limit_that_compiles(string before, string after)
    {
        var cancel = TestContext.Current.CancellationToken;
        var document = new AdhocWorkspace().AddProject("Shop", LanguageNames.CSharp)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.ConsoleApplication)).WithMetadataReferences(Modelled.References)
            .AddDocument("Program.cs", Program(before));
        var found = await (await document.Project.GetCompilationAsync(cancel))!.WithAnalyzers([new GraphAnalyzer()]).GetAnalyzerDiagnosticsAsync(cancel);
        var offers = new List<CodeAction>();

        await new RemoteCallWithoutTimeoutFix().RegisterCodeFixesAsync(new(document, found.Single(d => d.Id == "DP1001"), (offer, _) => offers.Add(offer), cancel));
        var changed = (await offers.Single().GetOperationsAsync(cancel)).OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;

        Assert.Equal(Program(after), (await changed.GetTextAsync(cancel)).ToString());
        Assert.Empty((await changed.Project.GetCompilationAsync(cancel))!.GetDiagnostics(cancel).Where(d => d.Severity == DiagnosticSeverity.Error));
    }

    private static string Program(string statement) => $$"""
        using System;
        using System.Net.Http;
        using Microsoft.Extensions.DependencyInjection;

        class Program
        {
            static void Main() { }

            static void Configure(IServiceCollection services, TimeSpan span)
            {
                {{statement}}
            }
        }

        class Prices(HttpClient http) { public object Get() => http.GetAsync("/"); }
        """;
}
