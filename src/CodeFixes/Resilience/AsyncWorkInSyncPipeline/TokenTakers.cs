using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>The calls in some work that take a token and are given none: a pipeline's time limit cuts only what hears its token.</summary>
internal static class TokenTakers
{
    private static readonly string[] Names = { "token", "cancel", "cancellationToken" };

    /// <summary>A name for the token that nothing in sight has.</summary>
    public static string? FreeName(SemanticModel model, SyntaxNode work)
    {
        var identifiers = work.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText);
        var taken = new HashSet<string>(identifiers, StringComparer.Ordinal);
        taken.UnionWith(model.LookupSymbols(work.SpanStart).Where(s => s is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol).Select(s => s.Name));
        return Array.Find(Names, n => !taken.Contains(n));
    }

    /// <summary>The work with the token handed to each call that takes it; the same work, where none does.</summary>
    public static AnonymousFunctionExpressionSyntax Given(SemanticModel model, AnonymousFunctionExpressionSyntax work, string token)
    {
        var takers = new Dictionary<InvocationExpressionSyntax, ArgumentSyntax>();
        var own = work.DescendantNodes(n => n == work || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));
        foreach (var call in own.OfType<InvocationExpressionSyntax>())
        {
            if (model.GetSymbolInfo(call).Symbol is IMethodSymbol method && Argument(model, call, method, token) is { } argument)
                takers.Add(call, argument);
        }

        return takers.Count == 0 ? work : work.ReplaceNodes(takers.Keys, (old, now) => now.AddArgumentListArguments(takers[old]));
    }

    private static ArgumentSyntax? Argument(SemanticModel model, InvocationExpressionSyntax call, IMethodSymbol method, string token)
    {
        var given = call.ArgumentList.Arguments;
        var argument = SyntaxFactory.Argument(IdentifierName(token));
        if (given.Count > 0)
            argument = argument.WithLeadingTrivia(Space);
        if (method.Parameters.FirstOrDefault(IsToken) is { } own)
        {
            if (!own.IsOptional || given.Count > own.Ordinal || given.Any(a => a.NameColon?.Name.Identifier.ValueText == own.Name))
                return null; // it has one
            return given.Count == own.Ordinal && given.All(a => a.NameColon is null) ? argument : argument.WithNameColon(NameColon(own.Name));
        }

        return given.Count == method.Parameters.Length && given.All(a => a.NameColon is null) && Overloads(model, call, method).Count() == 1 ? argument : null;
    }

    /// <summary>The methods that differ from the one that is called by a token at the end alone.</summary>
    private static IEnumerable<IMethodSymbol> Overloads(SemanticModel model, InvocationExpressionSyntax call, IMethodSymbol method)
    {
        var whole = (method.ReducedFrom ?? method).OriginalDefinition;
        return whole.ContainingType.GetMembers(whole.Name).OfType<IMethodSymbol>().Where(m =>
            m.IsStatic == whole.IsStatic && m.Parameters.Length == whole.Parameters.Length + 1 && IsToken(m.Parameters.Last())
            && model.IsAccessible(call.SpanStart, m)
            && Types(m).SequenceEqual(Types(whole).Append(m.Parameters.Last().Type.ToDisplayString())));
    }

    private static IEnumerable<string> Types(IMethodSymbol method) =>
        method.Parameters.Select(p => p.Type.ToDisplayString()).Prepend(method.ReturnType.ToDisplayString());

    private static bool IsToken(IParameterSymbol parameter) => parameter.Type.Name == nameof(CancellationToken);
}
