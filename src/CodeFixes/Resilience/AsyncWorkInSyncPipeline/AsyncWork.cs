using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>Work that was given to a synchronous pipeline, made to fit an asynchronous one.</summary>
internal static class AsyncWork
{
    /// <summary>The work as the twin takes it: with the token that it passes at the end, and asynchronous where a task must become another kind.</summary>
    public static ExpressionSyntax? Fitted(SemanticModel model, ExpressionSyntax work, IMethodSymbol takes)
    {
        if (work is not AnonymousFunctionExpressionSyntax lambda)
        {
            var fits = model.GetSymbolInfo(work).Symbol is IMethodSymbol method && method.ReturnType.Name == takes.ReturnType.Name
                && method.Parameters.Select(p => p.Type).SequenceEqual(takes.Parameters.Select(p => p.Type), SymbolEqualityComparer.Default);
            return fits ? work : MethodGroup(model, work, takes);
        }

        var given = Parameters(lambda);
        var missing = takes.Parameters.Length - given.Count;
        if (missing is not (0 or 1) || (missing == 1 && takes.Parameters[takes.Parameters.Length - 1].Type.Name != "CancellationToken"))
            return null;
        if (!lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword) && lambda.ExpressionBody is not { } && takes.ReturnType.Name == "ValueTask")
            return null; // each return would have to await
        return missing == 0 ? Asynchronous(lambda, takes) : WithToken(model, lambda, l => Asynchronous(l, takes));
    }

    private static IReadOnlyList<ParameterSyntax> Parameters(AnonymousFunctionExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => new[] { simple.Parameter },
        ParenthesizedLambdaExpressionSyntax list => list.ParameterList.Parameters,
        AnonymousMethodExpressionSyntax { ParameterList: { } list } => list.Parameters,
        _ => Array.Empty<ParameterSyntax>(),
    };

    private static AnonymousFunctionExpressionSyntax Asynchronous(AnonymousFunctionExpressionSyntax lambda, IMethodSymbol takes)
    {
        if (lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword) || takes.ReturnType.Name != "ValueTask" || lambda.ExpressionBody is not { } body)
            return lambda;
        var awaited = AwaitExpression(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space), body.WithoutLeadingTrivia())
            .WithLeadingTrivia(body.GetLeadingTrivia());
        return lambda.ReplaceNode(body, awaited).WithAsyncKeyword(Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space));
    }

    /// <summary>The token has a name where a call in the work takes it, and is left aside where none does.</summary>
    private static ExpressionSyntax? WithToken(
        SemanticModel model, AnonymousFunctionExpressionSyntax work, Func<AnonymousFunctionExpressionSyntax, AnonymousFunctionExpressionSyntax> made)
    {
        var free = TokenTakers.FreeName(model, work);
        var given = free is null ? work : TokenTakers.Given(model, work, free);
        if (given != work)
            return WithParameter(made(given), free!);
        var discards = work.DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == "_");
        return discards && free is null ? null : WithParameter(made(work), discards ? free! : "_");
    }

    private static ExpressionSyntax? WithParameter(AnonymousFunctionExpressionSyntax lambda, string name)
    {
        var token = Parameter(Identifier(name));
        switch (lambda)
        {
            case ParenthesizedLambdaExpressionSyntax { ParameterList: { Parameters.Count: 0 } list } none when none.ReturnType is null:
                var only = token.WithTrailingTrivia(list.GetTrailingTrivia());
                return SimpleLambdaExpression(none.AttributeLists, none.Modifiers, only, none.ArrowToken, none.Block, none.ExpressionBody);
            case ParenthesizedLambdaExpressionSyntax some when some.ParameterList.Parameters.All(p => p.Type is null):
                return some.WithParameterList(some.ParameterList.AddParameters(token.WithLeadingTrivia(Space)));
            case SimpleLambdaExpressionSyntax { Parameter: var first } one:
                var both = ParameterList(SeparatedList(new[] { first.WithoutTrivia(), token.WithLeadingTrivia(Space) }))
                    .WithTrailingTrivia(first.GetTrailingTrivia());
                return ParenthesizedLambdaExpression(one.AttributeLists, one.Modifiers, null, both, one.ArrowToken, one.Block, one.ExpressionBody);
            default:
                return null;
        }
    }

    /// <summary><c>Send</c> as <c>async token => await Send(token)</c>: a method group has no conversion from one kind of task to another.</summary>
    private static ExpressionSyntax? MethodGroup(SemanticModel model, ExpressionSyntax work, IMethodSymbol takes)
    {
        if (model.GetSymbolInfo(work).Symbol is not IMethodSymbol { Parameters: var wants } || takes.Parameters.Length != 1)
            return null;
        var takesToken = model.GetMemberGroup(work).OfType<IMethodSymbol>()
            .Any(m => m.Parameters is { Length: 1 } only && only[0].Type.Name == "CancellationToken");
        return wants.Length > 1 || (wants.Length == 1 && wants[0].Type.Name != "CancellationToken")
            ? null
            : ParseExpression(takesToken ? $"async token => await {work}(token)" : $"async _ => await {work}()");
    }
}
