using DistPatterns.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;
using static Microsoft.CodeAnalysis.CSharp.SyntaxKind;

namespace DistPatterns.CodeFixes.Results;

/// <summary>The condition that a result says: it did not work.</summary>
internal static class FailureTest
{
    /// <param name="type">The type of the result.</param>
    /// <param name="finding">It names the member that tells, if one does.</param>
    /// <param name="result">The result: a local, or the call itself.</param>
    /// <returns>The condition; null where the type does not tell.</returns>
    public static ExpressionSyntax? Of(ITypeSymbol? type, Diagnostic finding, ExpressionSyntax result)
    {
        if (type is null or { Name: "Task" or "ValueTask" })
            return null;
        return Teller(type, finding) is { } teller
            ? Of(teller.Type, MemberAccessExpression(SimpleMemberAccessExpression, result, IdentifierName(teller.Name)))
            : Of(type, result);
    }

    /// <summary>The condition that some of it did not work, which a member of the result holds or, as a flag, says; null where no member does.</summary>
    public static ExpressionSyntax? OfPart(ITypeSymbol? type, Diagnostic finding, ExpressionSyntax result)
    {
        if (type is null || Teller(type, finding) is not { } teller)
            return null;
        var failures = MemberAccessExpression(SimpleMemberAccessExpression, result, IdentifierName(teller.Name));
        return teller.Type.SpecialType == SpecialType.System_Boolean ? failures
            : MemberOf(teller.Type, "Count") is not null ? ParseExpression($"{failures} is {{ Count: > 0 }}")
            : null;
    }

    /// <summary>The member of the result that says whether it worked; null where the result itself does.</summary>
    public static IPropertySymbol? Teller(ITypeSymbol type, Diagnostic finding) =>
        finding.Properties.TryGetValue(Finding.TellerProperty, out var named) && named is not null ? MemberOf(type, named) : MemberOf(type, "IsAcquired");

    private static ExpressionSyntax? Of(ITypeSymbol type, ExpressionSyntax result) => type.SpecialType switch
    {
        SpecialType.System_Boolean => PrefixUnaryExpression(LogicalNotExpression, result),
        SpecialType.System_Int32 or SpecialType.System_Int64 =>
            BinaryExpression(EqualsExpression, result, LiteralExpression(NumericLiteralExpression, Literal(0))),
        _ when type.IsReferenceType => IsPatternExpression(result, ConstantPattern(LiteralExpression(NullLiteralExpression))),
        _ => null,
    };

    private static IPropertySymbol? MemberOf(ITypeSymbol type, string name)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault() is { } property)
                return property;
        }

        return type.AllInterfaces.SelectMany(i => i.GetMembers(name)).OfType<IPropertySymbol>().FirstOrDefault();
    }
}
