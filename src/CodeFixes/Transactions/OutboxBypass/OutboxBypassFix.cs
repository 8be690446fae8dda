using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Transactions;

/// <summary>Sends through the context of the message that is handled.</summary>
/// <remarks>Offered in a handler's own method, where the same call on its context means a method of the same name.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class OutboxBypassFix() : RuleFix("DP2002")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax access } call
            || at.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.ParameterList.Parameters.FirstOrDefault(p => IsContext(at, p)) is not { } context)
            yield break;
        var through = call.WithExpression(access.WithExpression(IdentifierName(context.Identifier.WithoutTrivia()).WithTriviaFrom(access.Expression)));
        foreach (var changed in new[] { through, WithoutToken(at, through, call) })
        {
            if (at.Model.GetSpeculativeSymbolInfo(call.SpanStart, changed, SpeculativeBindingOption.BindAsExpression).Symbol is not IMethodSymbol)
                continue;
            yield return new($"Send through '{context.Identifier.ValueText}'", () => at.Root.ReplaceNode(call, changed));
            yield break;
        }
    }

    private static bool IsContext(Marked at, ParameterSyntax parameter) =>
        at.Model.GetDeclaredSymbol(parameter, at.Cancellation) is IParameterSymbol { Type: var type }
        && type.AllInterfaces.Prepend(type).Any(t => t.Name is "ConsumeContext" or "IMessageHandlerContext");

    /// <summary>A context takes the token of its message by itself.</summary>
    private static InvocationExpressionSyntax WithoutToken(Marked at, InvocationExpressionSyntax changed, InvocationExpressionSyntax call)
    {
        var arguments = call.ArgumentList.Arguments;
        return arguments.Count > 1 && at.Model.GetTypeInfo(arguments[arguments.Count - 1].Expression, at.Cancellation).Type?.Name == nameof(CancellationToken)
            ? changed.WithArgumentList(changed.ArgumentList.WithArguments(changed.ArgumentList.Arguments.RemoveAt(arguments.Count - 1)))
            : changed;
    }
}
