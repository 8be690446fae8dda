using DistPatterns.Effects;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Tests.Effects.Walk;

/// <summary>The code that runs once in a process.</summary>
public sealed class StartupTests
{
    [Theory]
    [InlineData("static C() { _ = [|new object()|]; }", true)]
    [InlineData("static void Main() { _ = [|new object()|]; }", true)]
    [InlineData("static void Main() { Func<object> later = () => [|new object()|]; }", false)]
    [InlineData("static void Main() { object Later() => [|new object()|]; }", false)]
    [InlineData("void Run() { _ = [|new object()|]; }", false)]
    [InlineData("C() { _ = [|new object()|]; }", false)]
    public void Main_and_static_constructors_run_once_and_their_lambdas_when_called(string member, bool once)
    {
        var made = Operations.Of("", member);
        var owner = made.SemanticModel!.GetDeclaredSymbol(made.Syntax.Ancestors().OfType<BaseMethodDeclarationSyntax>().Last(), TestContext.Current.CancellationToken)!;

        Assert.Equal(once, Startup.Runs(made, owner));
    }

    [Theory]
    [InlineData("Task? _report; void Start() => _report ??= Task.Run(() => Report()); Task Report() => Work();", true)]
    [InlineData("Task? _report; void Start() => _report ??= Report(); Task Report() => Work();", true)]
    [InlineData("Task? _report; void Start() => _report = Report(); Task Report() => Work();", false)]
    [InlineData("static void Main() => new C().Report(); Task Report() => Work();", true)]
    [InlineData("static void Main() { while (true) new C().Report(); } Task Report() => Work();", false)]
    public async Task What_only_a_start_calls_or_what_is_kept_once_runs_once(string members, bool once)
    {
        var walked = await Walked.Of($"class C {{ Task Work() => new HttpClient().GetStringAsync(\"/\"); {members} }}");

        Assert.Equal(once, Startup.RunsOnce(walked.Body("Report"), walked.Graph));
    }

    [Theory]
    [InlineData(OutputKind.ConsoleApplication, true)]
    [InlineData(OutputKind.DynamicallyLinkedLibrary, false)]
    public void A_program_that_hosts_nothing_is_a_tool(OutputKind kind, bool isTool)
    {
        var framework = MetadataReference.CreateFromFile(typeof(object).Assembly.Location);

        Assert.Equal(isTool, Startup.IsTool(CSharpCompilation.Create("copy", references: [framework], options: new(kind))));
        Assert.False(Startup.IsTool(CSharpCompilation.Create("shop", references: Modelled.References, options: new(kind))));
    }
}
