using System.Composition;
using DistPatterns.CodeFixes.Hoisting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>Keeps the strategy in a static field, where what builds it takes nothing from the call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class BreakerPerCallFix() : RuleFix("DP1013")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (Built(at) is not { } built || at.Model.GetTypeInfo(built, at.Cancellation).Type is not { } kept || IsBuilder(kept))
            yield break; // what a kept builder builds is new each time
        if (StaticFieldHoist.Of(at, built, kept.Name.EndsWith("Pipeline", StringComparison.Ordinal) ? "pipeline" : "policy") is { } hoist)
            yield return new($"Build it once, in '{hoist.Name}'", () => hoist.Root());
    }

    /// <summary>The whole expression that makes what is executed: the value of a local, or the receiver of the call.</summary>
    private static ExpressionSyntax? Built(Marked at)
    {
        ExpressionSyntax? built = at.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        while (built is { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } access } && access.Expression == built)
        {
            if (at.Model.GetTypeInfo(outer, at.Cancellation).Type is not INamedTypeSymbol made
                || !IsKept(made, at.Model.GetTypeInfo(built, at.Cancellation).Type))
                break;
            built = outer;
        }

        return built?.Parent switch
        {
            EqualsValueClauseSyntax
            {
                Parent: VariableDeclaratorSyntax
                {
                    Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax },
                },
            } => built,
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } => built,
            _ => null,
        };
    }

    /// <summary>Whether a call in the chain makes another part of the same library, and not the result of running something in it.</summary>
    private static bool IsKept(INamedTypeSymbol made, ITypeSymbol? from) =>
        from is not null && SymbolEqualityComparer.Default.Equals(made.ContainingAssembly, from.ContainingAssembly)
        || IsBuilder(made)
        || made.Name.EndsWith("Pipeline", StringComparison.Ordinal);

    private static bool IsBuilder(ITypeSymbol type) => type.Name.EndsWith("Builder", StringComparison.Ordinal);
}
