using System.Composition;
using DistPatterns.CodeFixes.Hoisting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>Keeps a client in a static field, where nothing of the call goes into it.</summary>
/// <remarks>Only for a local that is used and never set up or disposed of: what the first call sets, later ones may not.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ClientPerCallFix() : RuleFix("DP1014")
{
    private const string Renewed = $"new System.Net.Http.HttpClient({RenewedConnections.Handler})";

    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Node.FirstAncestorOrSelf<ExpressionSyntax>(e => e is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax) is { } made
            && made.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local }
            && local.Parent is VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax }
            && !IsSetUp(local, at)
            && StaticFieldHoist.Of(at, made, "client") is { } hoist)
            yield return new($"Make it once, in '{hoist.Name}'", () => hoist.Root(IsPlainHttpClient(made, at) ? ParseExpression(Renewed) : null));
    }

    private static bool IsPlainHttpClient(ExpressionSyntax made, Marked at) =>
        made is BaseObjectCreationExpressionSyntax { Initializer: null, ArgumentList: null or { Arguments.Count: 0 } }
        && at.Model.GetTypeInfo(made, at.Cancellation).Type?.Name == "HttpClient";

    private static bool IsSetUp(VariableDeclaratorSyntax local, Marked at) =>
        local.FirstAncestorOrSelf<MemberDeclarationSyntax>()!.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(n => n.Identifier.ValueText == local.Identifier.ValueText && n.Parent is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax)
            .Select(n => n.Parent is MemberAccessExpressionSyntax access ? access : n.Parent!)
            .Any(access => access.Parent is not InvocationExpressionSyntax || IsDisposing(access));

    private static bool IsDisposing(SyntaxNode access) =>
        access is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "DisposeAsync" or "Close" or "CloseAsync" };
}
