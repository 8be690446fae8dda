using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Effects;

/// <summary>The statements that run code again and again.</summary>
internal static class LoopSyntax
{
    public static bool Is(SyntaxNode node) => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    /// <summary>Whether anything in some code may run again, also by a jump back.</summary>
    public static bool IsIn(SyntaxNode code) => code.DescendantNodesAndSelf().Any(n => Is(n) || n is GotoStatementSyntax);
}
