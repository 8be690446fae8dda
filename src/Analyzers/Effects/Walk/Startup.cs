using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Effects;

/// <summary>The code that runs once in a process, or once for each object: what it makes, it does not make for each call.</summary>
internal static class Startup
{
    private static readonly HashSet<string> Builders = new(StringComparer.Ordinal)
    {
        "IServiceCollection", "IApplicationBuilder", "IHostBuilder", "IHostApplicationBuilder", "WebApplicationBuilder", "WebApplication", "ContainerBuilder",
    };

    private static readonly string[] HostPrefixes = { "Microsoft.AspNetCore", "Microsoft.Azure.Functions", "Microsoft.Azure.WebJobs" };

    /// <summary>Whether an operation stands in initialisers, static constructors or the start of a program; a lambda there runs when it is called.</summary>
    /// <param name="operation">What is asked about.</param>
    /// <param name="owner">The member that it stands in.</param>
    public static bool Runs(IOperation operation, ISymbol owner) => EnclosingFunction.Of(operation) is null && IsStart(owner);

    /// <summary>
    /// Whether a body runs once: as the start of a program or of a service, to set up a container, or because only such code calls it, outside of loops.
    /// </summary>
    public static bool RunsOnce(BodyFacts body, EffectGraph graph) => RunsOnce(body, graph, new());

    /// <summary>Whether a body belongs to a program that serves no requests and hosts no services: a tool, which ends when it has done its work.</summary>
    public static bool IsOfTool(BodyFacts body) => body.Owner.ContainingAssembly is ISourceAssemblySymbol { Compilation: var program } && IsTool(program);

    /// <summary>Whether a program serves no requests and hosts no services.</summary>
    public static bool IsTool(Compilation program) => program.Options.OutputKind == OutputKind.ConsoleApplication
        && !program.ReferencedAssemblyNames.Any(a => Hosts(a.Name));

    /// <summary>Whether the assembly or package of a name hosts services or serves requests.</summary>
    public static bool Hosts(string name) => name == "Microsoft.Extensions.Hosting" || HostPrefixes.Any(h => name.StartsWith(h, StringComparison.Ordinal));

    /// <summary>Whether a loop stands around a site in its member.</summary>
    public static bool IsInLoop(Site site) =>
        site.Place.FindNode().Ancestors()
            .TakeWhile(n => n is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) or GlobalStatementSyntax)
            .Any(LoopSyntax.Is);

    private static bool RunsOnce(BodyFacts body, EffectGraph graph, HashSet<BodyFacts> seen)
    {
        if (body.Method is null || (SymbolEqualityComparer.Default.Equals(body.Method, body.Owner) && (IsStart(body.Owner) || StartsService(body.Method))))
            return true;
        var callers = graph.CallersOf(body);
        return seen.Add(body) && callers.Count > 0 && callers.All(c => IsKept(c.Site) || (!IsInLoop(c.Site) && RunsOnce(c.Body, graph, seen)));
    }

    /// <summary>What a call gives is kept, and the call is not made again: <c>_report ??= Task.Run(() => Report())</c>.</summary>
    private static bool IsKept(Site call) => call.Place.FindNode().Ancestors().TakeWhile(n => n is not MemberDeclarationSyntax)
        .Any(n => n.IsKind(SyntaxKind.CoalesceAssignmentExpression));

    private static bool IsStart(ISymbol owner) => owner is not IMethodSymbol method || method.MethodKind == MethodKind.StaticConstructor
        || method.Name is "Main" or WellKnownMemberNames.TopLevelStatementsEntryPointMethodName;

    /// <summary>A hosted service is started once; what sets up a host or a container is run by its start.</summary>
    private static bool StartsService(IMethodSymbol method) =>
        method.Parameters.Any(p => Builders.Contains(p.Type.Name)) || HostedServices.AreStartedBy(method);
}
