using DistPatterns.CodeFixes.Resilience;
using DistPatterns.Hosts;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
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
    public Task A_registration_gets_a_limit_that_compiles(string before, string after) => Fixes(new RemoteCallWithoutTimeoutFix(), Program(before), Program(after), Modelled.References);

    [Fact]
    public Task A_call_of_a_registered_client_gets_a_deadline_that_compiles() => Fixes(
        new GrpcCallWithoutDeadlineFix(),
        Program("services.AddGrpcClient<Modelled.Generated.Greeter.GreeterClient>();", "client.SayHello(new())"),
        Program("services.AddGrpcClient<Modelled.Generated.Greeter.GreeterClient>();", "client.SayHello(new(), deadline: DateTime.UtcNow.AddSeconds(10))"),
        Modelled.References);

    [Fact]
    public Task A_registration_goes_through_the_runtime_s_pipeline_where_it_is_referenced() => Fixes(
        new RemoteCallWithoutTimeoutFix(),
        Program("services.AddHttpClient<Prices>().SetHandlerLifetime(span); // ours"),
        Program("services.AddHttpClient<Prices>().SetHandlerLifetime(span).AddDistPatternsResilience(); // ours").Replace("using Microsoft", "using DistPatterns.Http;\nusing Microsoft"),
        Modelled.References.AddRange(Modelled.Runtime));

    private static async Task Fixes(CodeFixProvider fix, string before, string after, IEnumerable<MetadataReference> references)
    {
        var cancel = TestContext.Current.CancellationToken;
        var document = new AdhocWorkspace().AddProject("Shop", LanguageNames.CSharp)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.ConsoleApplication)).WithMetadataReferences(references)
            .AddDocument("Program.cs", before);
        var found = await (await document.Project.GetCompilationAsync(cancel))!.WithAnalyzers([new GraphAnalyzer()]).GetAnalyzerDiagnosticsAsync(cancel);
        var offers = new List<CodeAction>();

        await fix.RegisterCodeFixesAsync(new(document, found.Single(d => fix.FixableDiagnosticIds.Contains(d.Id)), (offer, _) => offers.Add(offer), cancel));
        var changed = (await offers[0].GetOperationsAsync(cancel)).OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;

        Assert.Equal(after, (await changed.GetTextAsync(cancel)).ToString());
        Assert.Empty((await changed.Project.GetCompilationAsync(cancel))!.GetDiagnostics(cancel).Where(d => d.Severity == DiagnosticSeverity.Error));
    }

    private static string Program(string statement, string call = "\"\"") => $$"""
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
        class Greetings(Modelled.Generated.Greeter.GreeterClient client) { public object Greet() => {{call}}; }
        """;
}
