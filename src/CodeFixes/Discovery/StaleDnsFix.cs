using System.Composition;
using DistPatterns.CodeFixes.Resilience;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Discovery;

/// <summary>Gives a client that has the default handler one that renews its connections. A handler that is set up otherwise is left to its author.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class StaleDnsFix() : RuleFix("DP8002")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (at.Node.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is { ArgumentList: null or { Arguments.Count: 0 } } made
            && at.Model.Compilation.GetTypeByMetadataName("System.Net.Http.SocketsHttpHandler") is not null)
            yield return new("Renew its connections every two minutes", () => at.Root.ReplaceNode(made, WithHandler(made)));
    }

    private static BaseObjectCreationExpressionSyntax WithHandler(BaseObjectCreationExpressionSyntax made)
    {
        var handler = ArgumentList(SingletonSeparatedList(Argument(ParseExpression(RenewedConnections.Handler))));
        return made is ObjectCreationExpressionSyntax { ArgumentList: null } bare
            ? bare.WithType(bare.Type.WithoutTrailingTrivia()).WithArgumentList(handler.WithTrailingTrivia(bare.Type.GetTrailingTrivia()))
            : made.WithArgumentList(handler.WithTriviaFrom(made.ArgumentList!));
    }
}
