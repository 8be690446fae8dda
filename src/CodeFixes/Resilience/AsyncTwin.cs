using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>The asynchronous method beside a synchronous one that takes the same work: <c>ExecuteAsync</c> for <c>Execute</c>.</summary>
internal sealed class AsyncTwin
{
    private readonly MemberAccessExpressionSyntax _callee;
    private readonly InvocationExpressionSyntax _call;
    private readonly ArgumentSyntax _work;
    private readonly ExpressionSyntax _asyncWork;

    private AsyncTwin(MemberAccessExpressionSyntax callee, InvocationExpressionSyntax call, ArgumentSyntax work, ExpressionSyntax asyncWork, IMethodSymbol method)
    {
        (_callee, _call, _work, _asyncWork) = (callee, call, work, asyncWork);
        ReturnsValueTask = method.ReturnType.Name == "ValueTask";
        Name = method.Name;
    }

    public string Name { get; }

    public bool ReturnsValueTask { get; }

    /// <summary>The twin of a call, with its work made to fit; null where the receiver has none.</summary>
    public static AsyncTwin? Of(SemanticModel model, MemberAccessExpressionSyntax callee, InvocationExpressionSyntax call, ArgumentSyntax work)
    {
        if (model.GetTypeInfo(callee.Expression).Type is not { } receiver)
            return null;
        var index = call.ArgumentList.Arguments.IndexOf(work);
        var methods = model.LookupSymbols(call.SpanStart, receiver, callee.Name.Identifier.ValueText + "Async").OfType<IMethodSymbol>()
            .Where(m => m.Parameters.Length > index && m.Parameters.Skip(call.ArgumentList.Arguments.Count).All(p => p.IsOptional));
        var fits =
            from method in methods
            let takes = (method.Parameters[index].Type as INamedTypeSymbol)?.DelegateInvokeMethod
            where takes?.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask" } result && result.Arity == ResultArity(model, work)
            orderby takes.Parameters.Length
            let fitted = Fitted(model, work.Expression, takes)
            where fitted is not null
            select new AsyncTwin(callee, call, work, fitted, method);
        return fits.FirstOrDefault();
    }

    public ExpressionSyntax Call()
    {
        var renamed = IdentifierName(Name).WithTriviaFrom(_callee.Name); // the type arguments, if any, said Task
        return _call.WithExpression(_callee.WithName(renamed)).WithArgumentList(_call.ArgumentList.ReplaceNode(_work.Expression, _asyncWork.WithTriviaFrom(_work.Expression)));
    }

    /// <summary>1 where the work's task has a result, else 0.</summary>
    private static int ResultArity(SemanticModel model, ArgumentSyntax work) => model.GetSymbolInfo(work.Expression).Symbol switch
    {
        IMethodSymbol { ReturnType: INamedTypeSymbol task } => task.Arity,
        _ => ((model.GetTypeInfo(work.Expression).Type as INamedTypeSymbol)?.DelegateInvokeMethod?.ReturnType as INamedTypeSymbol)?.Arity ?? 0,
    };

    /// <summary>The work as the twin takes it: with the token that it passes at the end, and asynchronous where a task must become another kind.</summary>
    private static ExpressionSyntax? Fitted(SemanticModel model, ExpressionSyntax work, IMethodSymbol takes)
    {
        if (work is not AnonymousFunctionExpressionSyntax lambda)
        {
            return model.GetSymbolInfo(work).Symbol is IMethodSymbol method && method.ReturnType.Name == takes.ReturnType.Name
                && method.Parameters.Select(p => p.Type).SequenceEqual(takes.Parameters.Select(p => p.Type), SymbolEqualityComparer.Default) ? work : MethodGroup(model, work, takes);
        }

        var given = Parameters(lambda);
        var missing = takes.Parameters.Length - given.Count;
        if (missing is not (0 or 1) || (missing == 1 && takes.Parameters[takes.Parameters.Length - 1].Type.Name != "CancellationToken"))
            return null;
        if (!lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword) && lambda.ExpressionBody is not { } && takes.ReturnType.Name == "ValueTask")
            return null; // each return would have to await
        return WithToken(Asynchronous(lambda, takes), missing == 1);
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
        var awaited = AwaitExpression(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space), body.WithoutLeadingTrivia()).WithLeadingTrivia(body.GetLeadingTrivia());
        return lambda.ReplaceNode(body, awaited).WithAsyncKeyword(Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space));
    }

    private static ExpressionSyntax? WithToken(AnonymousFunctionExpressionSyntax lambda, bool add)
    {
        if (!add)
            return lambda;
        var name = lambda.DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == "_") ? "token" : "_";
        var token = Parameter(Identifier(name));
        switch (lambda)
        {
            case ParenthesizedLambdaExpressionSyntax { ParameterList: { Parameters.Count: 0 } list } none when none.ReturnType is null:
                return SimpleLambdaExpression(none.AttributeLists, none.Modifiers, token.WithTrailingTrivia(list.GetTrailingTrivia()), none.ArrowToken, none.Block, none.ExpressionBody);
            case ParenthesizedLambdaExpressionSyntax some when some.ParameterList.Parameters.All(p => p.Type is null):
                return some.WithParameterList(some.ParameterList.AddParameters(token.WithLeadingTrivia(Space)));
            case SimpleLambdaExpressionSyntax { Parameter: var first } one:
                var both = ParameterList(SeparatedList(new[] { first.WithoutTrivia(), token.WithLeadingTrivia(Space) })).WithTrailingTrivia(first.GetTrailingTrivia());
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
        return wants.Length switch
        {
            0 => ParseExpression($"async _ => await {work}()"),
            1 when wants[0].Type.Name == "CancellationToken" => ParseExpression($"async token => await {work}(token)"),
            _ => null,
        };
    }
}
