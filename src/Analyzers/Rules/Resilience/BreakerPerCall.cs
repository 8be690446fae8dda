using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Resilience;

/// <summary>
/// A breaker opens after failures it has seen, a limiter counts the calls it lets through: one that is built for each call
/// sees one call, and does nothing but cost.
/// </summary>
/// <remarks>
/// Silent where the strategy is handed on, kept in a field, a registry or a closure, run in a loop or more than once, and in the
/// start of a program. What a member of the type returns is followed to the uses of that member in the same file.
/// </remarks>
internal sealed class BreakerPerCall() : BodyRule(Descriptor)
{
    private static readonly new DiagnosticDescriptor Descriptor = Describe.Rule("DP1013",
        title: "Breaker or limiter built for each call",
        messageFormat: "'{0}' must remember earlier calls to work, and {1}. Build it once: in a static field, a singleton or a registry.",
        category: Family.Resilience,
        defaultSeverity: DiagnosticSeverity.Warning);

    private const string ResetByConstructor = "a constructor puts a new one into a static field, so that each object made resets it for all";

    public override bool Concerns(Row row) => row.Has(Effect.StatefulStrategy);

    public override IEnumerable<Finding> Judge(Body body, Settings settings)
    {
        foreach (var call in body.Calls)
        {
            if (Concerns(call.Row) && call.Operation is IInvocationOperation strategy && Fate(strategy, body) is { } fate)
                yield return fate;
        }
    }

    private static Finding? Fate(IInvocationOperation strategy, Body body)
    {
        var here = StrategyFlow.From(strategy, body.Catalog);
        if (here.IsRunOnce && !IsStart(strategy, body.Owner))
            return Built(strategy, "is built for the one call that it runs");
        if (here.ResetsStatic)
            return Built(strategy, ResetByConstructor);
        if (!here.IsReturned || StrategyFlow.Function(strategy) is not null)
            return null;
        var uses = UsesOf((body.Owner as IMethodSymbol)?.AssociatedSymbol ?? body.Owner, body).Select(u => (Flow: StrategyFlow.From(u, body.Catalog), At: u.Syntax)).ToList();
        if (uses.Find(u => u.Flow.ResetsStatic).At is { } reset)
            return Built(strategy, ResetByConstructor) with { Location = reset.GetLocation(), Also = ImmutableArray.Create(Name(strategy)) };
        return uses.Count > 0 && uses.TrueForAll(u => u.Flow.IsRunOnce) ? Built(strategy, $"'{MemberName(body.Owner)}' builds a new one for each call that it runs") : null;
    }

    private static Finding Built(IInvocationOperation strategy, string fate) => new(Name(strategy), ImmutableArray.Create(strategy.TargetMethod.Name, fate));

    /// <summary>The top-level statements of a program run once, and lambdas in them whenever they are called.</summary>
    private static bool IsStart(IOperation strategy, ISymbol owner) =>
        StrategyFlow.Function(strategy) is null && (owner is not IMethodSymbol method || method.MethodKind == MethodKind.StaticConstructor || method.Name is "Main" or WellKnownMemberNames.TopLevelStatementsEntryPointMethodName);

    /// <summary>The uses of a member in the file of the body.</summary>
    private static IEnumerable<IOperation> UsesOf(ISymbol member, Body body)
    {
        if (member is not (IMethodSymbol { MethodKind: MethodKind.Ordinary } or IPropertySymbol) || body.Blocks[0] is not { SemanticModel: { } model, Syntax: var syntax })
            return Enumerable.Empty<IOperation>();
        return syntax.SyntaxTree.GetRoot().DescendantNodes()
            .OfType<SimpleNameSyntax>().Where(n => n.Identifier.ValueText == member.Name)
            .Select(n => n.Parent is MemberAccessExpressionSyntax access && access.Name == n ? access : (ExpressionSyntax)n)
            .Select(n => model.GetOperation(n.Parent is InvocationExpressionSyntax call && call.Expression == n ? call : n))
            .OfType<IOperation>().Where(o => Member(o) is { } used && SymbolEqualityComparer.Default.Equals(used.OriginalDefinition, member.OriginalDefinition));
    }

    private static ISymbol? Member(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod,
        IMemberReferenceOperation reference => reference.Member,
        _ => null,
    };

    private static string MemberName(ISymbol owner) => (owner as IMethodSymbol)?.AssociatedSymbol?.Name ?? owner.Name;

    /// <summary>The method's name alone: the call may span many lines.</summary>
    private static Location Name(IInvocationOperation strategy) =>
        strategy.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var name } }
            ? name.GetLocation()
            : strategy.Syntax.GetLocation();
}
