using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistPatterns.Effects;

/// <summary>
/// Where in the branches of a member some code stands: the arm of a fork, inside the arm of an outer fork.
/// By syntax alone, since it is asked of a few calls in a thousand.
/// </summary>
internal sealed class Branch
{
    private Branch(Branch? outer, SyntaxNode fork, int arm) => (Outer, Node, Arm) = (outer, fork, arm);

    public Branch? Outer { get; }

    /// <summary>The <c>if</c>, <c>switch</c> or <c>try</c>.</summary>
    public SyntaxNode Node { get; }

    /// <summary>Where the fork stands: no two have the same span.</summary>
    public TextSpan Fork => Node.Span;

    public int Arm { get; }

    /// <summary>The innermost arm around a node; null where it stands in none.</summary>
    public static Branch? Of(SyntaxNode node)
    {
        Branch? branch = null;
        foreach (var inner in node.AncestorsAndSelf().TakeWhile(n => n is not MemberDeclarationSyntax or GlobalStatementSyntax).Reverse())
        {
            if (inner.Parent is not { } parent)
                continue;
            if (ArmOf(inner, parent) is { } arm)
                branch = new(branch, parent, arm);
            foreach (var guard in GuardsBefore(inner, parent))
                branch = new(branch, guard, arm: 1);
        }

        return branch;
    }

    /// <summary>Whether every run that passes the second place has passed the first, or will: the first stands in no arm that the second is not in.</summary>
    public static bool Encloses(Branch? outer, Branch? inner)
    {
        if (outer is null)
            return true;
        for (var b = inner; b is not null; b = b.Outer)
        {
            if (b.Fork == outer.Fork && b.Arm == outer.Arm)
                return true;
        }

        return false;
    }

    /// <summary>Whether no single run passes both places: they stand in different arms of one fork.</summary>
    public static bool AreExclusive(Branch? a, Branch? b)
    {
        for (var x = a; x is not null; x = x.Outer)
        {
            for (var y = b; y is not null; y = y.Outer)
            {
                if (x.Fork == y.Fork)
                    return x.Arm != y.Arm;
            }
        }

        return false;
    }

    private static int? ArmOf(SyntaxNode node, SyntaxNode parent) => parent switch
    {
        IfStatementSyntax fork when node == fork.Statement => 0,
        IfStatementSyntax fork when node == fork.Else => 1,
        ConditionalExpressionSyntax fork when node == fork.WhenTrue => 0,
        ConditionalExpressionSyntax fork when node == fork.WhenFalse => 1,
        SwitchStatementSyntax fork when node is SwitchSectionSyntax section => fork.Sections.IndexOf(section),
        SwitchExpressionSyntax fork when node is SwitchExpressionArmSyntax arm => fork.Arms.IndexOf(arm),
        TryStatementSyntax fork when node == fork.Block => 0,
        TryStatementSyntax when node is CatchClauseSyntax => 1,
        _ => null,
    };

    /// <summary>What follows a guard is its other arm, to the end of its block.</summary>
    private static IEnumerable<IfStatementSyntax> GuardsBefore(SyntaxNode node, SyntaxNode parent) => parent switch
    {
        BlockSyntax block => block.Statements.TakeWhile(s => s != node).Where(IsGuard).Cast<IfStatementSyntax>(),
        CompilationUnitSyntax unit => unit.Members.TakeWhile(m => m != node).OfType<GlobalStatementSyntax>()
            .Select(g => g.Statement).Where(IsGuard).Cast<IfStatementSyntax>(),
        _ => Enumerable.Empty<IfStatementSyntax>(),
    };

    private static bool IsGuard(StatementSyntax statement) => statement is IfStatementSyntax { Else: null } guard && Leaves(guard.Statement);

    /// <summary>Whether nothing after the statement runs once it has run.</summary>
    private static bool Leaves(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax => true,
        YieldStatementSyntax yield => yield.Expression is null,
        BlockSyntax { Statements: { Count: > 0 } statements } => Leaves(statements.Last()),
        IfStatementSyntax { Else: { } no } fork => Leaves(fork.Statement) && Leaves(no.Statement),
        _ => false,
    };
}
