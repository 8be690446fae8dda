using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

#pragma warning disable RS1036, RS1038, RS1041, RS2008 // lives in a test, not in a compiler

namespace DistPatterns.Cli.Tests.Testing;

/// <summary>Reports every call of a method named Boom that binds, throws at one named Crash, and says what it knows of the project at one named Tell.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BoomAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Boom = new("DP9001", "Boom is called", "'{0}' goes off", "Test", DiagnosticSeverity.Warning, true,
        helpLinkUri: "https://example.org/DP9001");
    private static readonly DiagnosticDescriptor Told = new("DP9002", "Project facts", "{0}", "Test", DiagnosticSeverity.Info, true);

    /// <summary>What a call of a method named Interrupt cancels.</summary>
    public CancellationTokenSource? Interrupts { get; init; }

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Boom, Told];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(Look, OperationKind.Invocation);
    }

    private void Look(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name == "Crash")
            throw new InvalidOperationException("the rule is broken");
        if (call.TargetMethod.Name == "Interrupt")
            Interrupts?.Cancel();
        if (call.TargetMethod.Name == "Tell")
            context.ReportDiagnostic(Diagnostic.Create(Told, call.Syntax.GetLocation(), Facts(context)));
        if (call.TargetMethod.Name == "Boom")
            context.ReportDiagnostic(Diagnostic.Create(Boom, call.Syntax.GetLocation(), ImmutableDictionary<string,
                string?>.Empty.Add("chain", "Start → Bomb.Boom"), call.TargetMethod.ContainingType.Name + ".Boom"));
    }

    private static string Facts(OperationAnalysisContext context)
    {
        var options = context.Options.AnalyzerConfigOptionsProvider.GlobalOptions;
        var properties = new[] { "IsTestProject", "OutputType", "UsingMicrosoftNETSdkWeb", "TargetFramework" }
            .Select(p => $"{p}={(options.TryGetValue("build_property." + p, out var value) ? value : "?")}");
        return string.Join(' ', properties) + " | " + string.Join(' ', context.Options.AdditionalFiles.Select(f => Path.GetFileName(f.Path))
            .Order(StringComparer.Ordinal));
    }
}
