using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Effects;

/// <summary>Reads which parameter switches some code on, and what a call passes for it. By syntax, since many calls are asked about.</summary>
internal static class ParameterConditions
{
    /// <summary>The innermost condition on a parameter of the body's method that a site stands under; null where there is none that can be read.</summary>
    public static ParameterCondition? Of(BodyFacts body, Site site)
    {
        if (body.Method is not { Parameters.IsEmpty: false } method)
            return null;
        for (var branch = site.FindBranch(); branch is not null; branch = branch.Outer)
        {
            var condition = branch.Node switch
            {
                IfStatementSyntax fork => fork.Condition,
                ConditionalExpressionSyntax fork => fork.Condition,
                _ => null,
            };
            if (condition is not null && Read(condition, branch.Arm == 0, method) is { } found)
                return IsAssigned(method.Parameters[found.Parameter], body) ? null : found;
        }

        return null;
    }

    /// <summary>
    /// The condition as the caller has it: on a parameter of its own that it hands on, or the one that the call stands under.
    /// False where the call passes a constant that excludes the code.
    /// </summary>
    public static bool CanHold(ParameterCondition condition, SiteOf call, out ParameterCondition? asCallerHasIt)
    {
        asCallerHasIt = null;
        if (call.Site.Dispatches)
            return true; // what is passed goes to the library, not to the handler
        var passed = PassedValue.Of(call, condition.Parameter);
        if (passed.Constant.HasValue)
            return !condition.Excludes(passed.Constant.Value);
        if (passed.Parameter is { } own)
            asCallerHasIt = condition with { Parameter = own.Ordinal };
        return true;
    }

    /// <summary>What a condition asks of one parameter for it to hold, or not to hold.</summary>
    private static ParameterCondition? Read(ExpressionSyntax condition, bool holds, IMethodSymbol method) => condition switch
    {
        ParenthesizedExpressionSyntax inner => Read(inner.Expression, holds, method),
        PrefixUnaryExpressionSyntax not when not.IsKind(SyntaxKind.LogicalNotExpression) => Read(not.Operand, !holds, method),
        BinaryExpressionSyntax both when both.IsKind(holds ? SyntaxKind.LogicalAndExpression : SyntaxKind.LogicalOrExpression) =>
            Read(both.Left, holds, method) ?? Read(both.Right, holds, method),
        BinaryExpressionSyntax equality when equality.IsKind(SyntaxKind.EqualsExpression) => Compared(equality.Left, equality.Right, holds, method),
        BinaryExpressionSyntax equality when equality.IsKind(SyntaxKind.NotEqualsExpression) => Compared(equality.Left, equality.Right, !holds, method),
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax constant } test => Compared(test.Expression, constant.Expression, holds, method),
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax constant } } test =>
            Compared(test.Expression, constant.Expression, !holds, method),
        IdentifierNameSyntax name when ParameterOf(name, method) is { Type.SpecialType: SpecialType.System_Boolean } parameter =>
            new(parameter.Ordinal, true, holds),
        _ => null,
    };

    private static ParameterCondition? Compared(ExpressionSyntax compared, ExpressionSyntax constant, bool isEqual, IMethodSymbol method) =>
        ParameterOf(compared, method) is { } parameter && PassedValue.ConstantOf(constant, parameter) is { HasValue: true, Value: var value }
            ? new(parameter.Ordinal, value, isEqual)
            : null;

    private static IParameterSymbol? ParameterOf(ExpressionSyntax name, IMethodSymbol method) =>
        name is IdentifierNameSyntax { Identifier.ValueText: var text } ? method.Parameters.FirstOrDefault(p => p.Name == text) : null;

    private static bool IsAssigned(IParameterSymbol parameter, BodyFacts body) => body.Place.FindNode().DescendantNodes()
        .OfType<AssignmentExpressionSyntax>().Any(a => a.Left is IdentifierNameSyntax { Identifier.ValueText: var name } && name == parameter.Name);
}
