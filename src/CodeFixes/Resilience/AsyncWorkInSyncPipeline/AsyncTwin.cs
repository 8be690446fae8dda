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

    private AsyncTwin(
        MemberAccessExpressionSyntax callee, InvocationExpressionSyntax call, ArgumentSyntax work, ExpressionSyntax asyncWork, IMethodSymbol method)
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
            .Where(m => m.Parameters.Length > index && m.Parameters.Skip(call.ArgumentList.Arguments.Count).All(p => p.IsOptional)
                && TakesOthers(model, m, call, work));
        var fits =
            from method in methods
            let takes = (method.Parameters[index].Type as INamedTypeSymbol)?.DelegateInvokeMethod
            where takes?.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask" } result && result.Arity == ResultArity(model, work)
            orderby takes.Parameters.Length
            let fitted = AsyncWork.Fitted(model, work.Expression, takes)
            where fitted is not null
            select new AsyncTwin(callee, call, work, fitted, method);
        return fits.FirstOrDefault();
    }

    public ExpressionSyntax Call()
    {
        var renamed = IdentifierName(Name).WithTriviaFrom(_callee.Name); // the type arguments, if any, said Task
        var arguments = _call.ArgumentList.ReplaceNode(_work.Expression, _asyncWork.WithTriviaFrom(_work.Expression));
        return _call.WithExpression(_callee.WithName(renamed)).WithArgumentList(arguments);
    }

    /// <summary>Whether what the call passes beside its work fits a method: a state is no token.</summary>
    private static bool TakesOthers(SemanticModel model, IMethodSymbol method, InvocationExpressionSyntax call, ArgumentSyntax work)
    {
        var arguments = call.ArgumentList.Arguments;
        return arguments.Where(a => a != work).All(a => Parameter(method, arguments.IndexOf(a), a.NameColon?.Name.Identifier.ValueText) is { } parameter
            && (parameter.Type is ITypeParameterSymbol || model.ClassifyConversion(a.Expression, parameter.Type).IsImplicit));
    }

    private static IParameterSymbol? Parameter(IMethodSymbol method, int index, string? name) =>
        name is null ? method.Parameters.ElementAtOrDefault(index) : method.Parameters.FirstOrDefault(p => p.Name == name);

    /// <summary>1 where the work's task has a result, else 0.</summary>
    private static int ResultArity(SemanticModel model, ArgumentSyntax work) => model.GetSymbolInfo(work.Expression).Symbol switch
    {
        IMethodSymbol { ReturnType: INamedTypeSymbol task } => task.Arity,
        _ => ((model.GetTypeInfo(work.Expression).Type as INamedTypeSymbol)?.DelegateInvokeMethod?.ReturnType as INamedTypeSymbol)?.Arity ?? 0,
    };
}
