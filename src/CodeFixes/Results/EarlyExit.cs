using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Results;

/// <summary>The statement that gives up at a place: the round of a loop, or a method that returns nothing.</summary>
internal static class EarlyExit
{
    public static StatementSyntax? From(StatementSyntax statement, SemanticModel model)
    {
        foreach (var outer in statement.Ancestors())
        {
            switch (outer)
            {
                case var loop when LoopSyntax.Is(loop):
                    return ContinueStatement();
                case FinallyClauseSyntax:
                    return null;
                case LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AnonymousFunctionExpressionSyntax:
                    return ReturnsNothing(outer, model) ? ReturnStatement() : null;
                case AccessorDeclarationSyntax or GlobalStatementSyntax:
                    return null;
            }
        }

        return null;
    }

    private static bool ReturnsNothing(SyntaxNode function, SemanticModel model)
    {
        var symbol = function is AnonymousFunctionExpressionSyntax ? model.GetSymbolInfo(function).Symbol : model.GetDeclaredSymbol(function);
        var method = symbol as IMethodSymbol;
        return method is not null && (method.ReturnsVoid || (method.IsAsync && method.ReturnType is INamedTypeSymbol { Arity: 0 }));
    }
}
