using System.Collections.Immutable;
using System.Text.RegularExpressions;
using DistPatterns.Hosts;
using DistPatterns.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace DistPatterns.Tests.Testing;

/// <summary>
/// What one rule says of marked-up code, in its real host and beside all the others, which are off. <c>[|…|]</c> marks the rule's findings.
/// Every verb but <see cref="Unbound"/> asks that the code compiles.
/// </summary>
internal sealed record RuleTest
{
    // what ImplicitUsings gives every project
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly ImmutableArray<DiagnosticAnalyzer> Hosts = [new LiveAnalyzer(), new GraphAnalyzer()];

    private readonly DiagnosticDescriptor _rule;
    private readonly ImmutableArray<DiagnosticAnalyzer> _hosts;
    private ImmutableArray<(string Name, string Text)> _files = [("Usings.cs", Usings)];
    private CompilerDiagnostics _compiler = CompilerDiagnostics.Errors;
    private ImmutableArray<(DiagnosticDescriptor Id, string Message)> _more = [];
    private ImmutableArray<MetadataReference> _references = [];
    private OutputKind _output = OutputKind.DynamicallyLinkedLibrary;

    private RuleTest(DiagnosticDescriptor rule, ImmutableArray<DiagnosticAnalyzer> hosts) => (_rule, _hosts) = (rule, hosts);

    /// <summary>Tests a shipped rule in both hosts.</summary>
    public static RuleTest Of<TRule>() where TRule : Rule => Of(Rulebook.All.OfType<TRule>().Single().Descriptor);

    /// <summary>Tests what the hosts say under one id.</summary>
    public static RuleTest Of(DiagnosticDescriptor rule) => new(rule, Hosts);

    /// <summary>Tests rules that do not ship, in the live host.</summary>
    public static RuleTest Of(DiagnosticDescriptor rule, params Rule[] hosted) => new(rule, [new LiveAnalyzer(hosted)]);

    /// <summary>Adds a file: source if it ends in .cs, configuration if in config, else an additional file.</summary>
    public RuleTest With(string name, string text) => this with { _files = _files.Add((name, text)) };

    /// <summary>The code does not compile, as while somebody types, or when a package is missing.</summary>
    public RuleTest Unbound() => this with { _compiler = CompilerDiagnostics.None };

    /// <summary>The code compiles without a warning, as it must where warnings are errors.</summary>
    public RuleTest Strict() => this with { _compiler = CompilerDiagnostics.Warnings };

    /// <summary>The project makes a program, so that it may hold top-level statements and its configuration is in sight.</summary>
    public RuleTest AsProgram() => this with { _output = OutputKind.ConsoleApplication };

    /// <summary>The project references the runtime library, as it is built here.</summary>
    public RuleTest WithRuntime() => this with { _references = Modelled.Runtime };

    /// <summary>Expects one more finding, whose place no mark can show and whose message starts so.</summary>
    public RuleTest Expecting(DiagnosticDescriptor more, string message) => this with { _more = _more.Add((more, message)) };

    /// <summary>The rule reports the marked spans and no others; each finding in turn says one of the messages, if any are given.</summary>
    public Task Reports(string marked, params string[] messages) =>
        messages.Length == 0 ? Run(Test(marked)) : Expects(marked, messages.Select(m => new DiagnosticResult(_rule).WithMessage(m).WithOptions(DiagnosticOptions.IgnoreSeverity | DiagnosticOptions.IgnoreAdditionalLocations)));

    /// <summary>The rule reports the marked spans, each with this severity.</summary>
    public Task ReportsAs(DiagnosticSeverity severity, string marked) =>
        Expects(marked, Enumerable.Repeat(new DiagnosticResult(_rule.Id, severity).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations), marked.Split("[|").Length - 1));

    /// <summary>The rule has nothing to say.</summary>
    public Task StaysSilent(string source) => Run(Test(source));

    /// <summary>As <see cref="Reports"/>; then one fix at a time, and FixAll in document, project and solution, give <paramref name="after"/>, which compiles.</summary>
    public Task Fixes(string before, string after, string? action = null)
    {
        var test = Test(before);
        test.CodeActionEquivalenceKey = action;
        test.FixedState.Sources.Add(after);
        foreach (var (name, text) in _files.Where(f => IsSource(f.Name)))
            test.FixedState.Sources.Add((name, text));
        return Run(test);
    }

    /// <summary>The rule reports the marks, and no fix is offered.</summary>
    public Task OffersNoFix(string marked) => Fixes(marked, marked);

    /// <summary>As <see cref="Reports"/>; and an editor that asks for the span of each marked member alone is told the same.</summary>
    public async Task ReportsInEditor(string marked)
    {
        await Reports(marked);
        TestFileMarkupParser.GetSpans(marked, out var source, out ImmutableArray<TextSpan> spans);
        Assert.Equal(spans, await Test(source).AskAsEditor(spans, TestContext.Current.CancellationToken));
    }

    private static bool IsSource(string name) => name.EndsWith(".cs", StringComparison.Ordinal);

    private HostedTest Test(string source)
    {
        var test = new HostedTest(_hosts, _rule, alone: _hosts == Hosts) { CompilerDiagnostics = _compiler };
        test.TestState.OutputKind = _output;
        test.TestState.AdditionalReferences.AddRange(_references);
        test.TestState.Sources.Add(source);
        test.ExpectedDiagnostics.AddRange(_more.Select(m => new DiagnosticResult(m.Id.Id, m.Id.DefaultSeverity)));
        test.DiagnosticVerifier = (found, _, verify) => verify.True(!_more.Any(m => m.Id.Id == found.Id && !found.GetMessage().StartsWith(m.Message, StringComparison.Ordinal)), found.GetMessage());
        foreach (var (name, text) in _files)
        {
            if (IsSource(name))
                test.TestState.Sources.Add((name, text));
            else if (name.EndsWith("config", StringComparison.Ordinal))
                test.TestState.AnalyzerConfigFiles.Add(("/" + name, text));
            else
                test.TestState.AdditionalFiles.Add((name, text));
        }

        return test;
    }

    private static Task Run(HostedTest test) => test.RunAsync(TestContext.Current.CancellationToken);

    private Task Expects(string marked, IEnumerable<DiagnosticResult> findings)
    {
        var test = Test(Numbered(marked));
        test.ExpectedDiagnostics.AddRange(findings.Select((f, i) => f.Spans.IsEmpty ? f.WithLocation(i) : f));
        return Run(test);
    }

    private static string Numbered(string marked)
    {
        var n = 0;
        return Regex.Replace(marked, @"\[\|", _ => $"{{|#{n++}:").Replace("|]", "|}");
    }
}
