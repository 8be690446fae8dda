using System.Composition;
using DistPatterns.CodeFixes.Injecting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>Passes a call a deadline some seconds from now, or makes the one that it passes a time in UTC.</summary>
/// <remarks>Not where the call is given options: who else uses them is not in sight.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class GrpcCallWithoutDeadlineFix() : RuleFix("DP1003")
{
    private const string Parameter = "deadline";

    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        if (ArgumentsAt(at.Node) is not { } list)
            yield break;
        if (list.DescendantNodes().OfType<MemberAccessExpressionSyntax>().FirstOrDefault(a => IsLocalNow(at, a)) is { } now)
            yield return new("Make the deadline a time in UTC", () => at.Root.ReplaceNode(now, now.WithName(IdentifierName("UtcNow")).WithTriviaFrom(now)));
        else if (list.Parent is InvocationExpressionSyntax call
            && at.Model.GetSymbolInfo(call, at.Cancellation).Symbol is IMethodSymbol method
            && method.Parameters.FirstOrDefault(p => p.Name == Parameter) is { } deadline)
            yield return new($"Pass a deadline of {TimeLimit.Of(at).Seconds} seconds", () => at.Root.ReplaceNode(list, With(list, deadline, Value(at))));
    }

    private static ArgumentListSyntax? ArgumentsAt(SyntaxNode marked) => marked.AncestorsAndSelf().Select(n => n switch
    {
        InvocationExpressionSyntax call => call.ArgumentList,
        BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
        _ => null,
    }).FirstOrDefault(a => a is not null);

    private static bool IsLocalNow(Marked at, MemberAccessExpressionSyntax access) =>
        access.Name.Identifier.ValueText == "Now"
        && at.Model.GetSymbolInfo(access, at.Cancellation).Symbol is IPropertySymbol { ContainingType.SpecialType: SpecialType.System_DateTime };

    /// <summary>In the place of a <c>null</c> that is passed for it; else by its name, behind the others.</summary>
    private static ArgumentListSyntax With(ArgumentListSyntax list, IParameterSymbol parameter, ExpressionSyntax deadline)
    {
        var arguments = list.Arguments;
        var positional = arguments.TakeWhile(a => a.NameColon is null).Count();
        var passed = arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == Parameter)
            ?? (positional > parameter.Ordinal ? arguments[parameter.Ordinal] : null);
        if (passed is not null)
            return list.WithArguments(arguments.Replace(passed, passed.WithExpression(deadline.WithTriviaFrom(passed.Expression))));
        var named = Argument(NameColon(IdentifierName(Parameter), Token(SyntaxKind.ColonToken).WithTrailingTrivia(Space)), default, deadline);
        return list.WithArguments(Layout.Behind(arguments, list.OpenParenToken, named));
    }

    private static ExpressionSyntax Value(Marked at)
    {
        var type = at.Model.LookupNamespacesAndTypes(at.Node.SpanStart, name: nameof(DateTime)).IsEmpty ? "System.DateTime" : "DateTime";
        return ParseExpression($"{type}.UtcNow.AddSeconds({TimeLimit.Of(at).Seconds})");
    }
}
