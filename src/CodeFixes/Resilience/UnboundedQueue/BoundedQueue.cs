using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>The bounded queue in the place of one without a bound.</summary>
internal static class BoundedQueue
{
    private const string Namespace = "System.Threading.Channels";

    /// <summary>The same queue with a capacity; null where its options are out of sight, or none has one.</summary>
    public static ExpressionSyntax? Of(Marked at, string capacity) => at.Node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax name } callee } call
            when name.Identifier.ValueText == "CreateUnbounded" => Channel(at, callee, name, call.ArgumentList, capacity),
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0, Initializer: null } creation
            when at.Model.GetTypeInfo(creation).Type?.Name == "BlockingCollection" =>
            creation.WithArgumentList(ArgumentList(SingletonSeparatedList(Argument(IdentifierName(capacity))))),
        _ => null,
    };

    private static ExpressionSyntax? Channel(
        Marked at, MemberAccessExpressionSyntax callee, GenericNameSyntax name, ArgumentListSyntax given, string capacity)
    {
        var kept = new List<string>();
        if (given.Arguments.Count > 0)
        {
            if (given.Arguments[0].Expression is not BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: var set })
                return null;
            kept.AddRange(set?.Expressions.Select(e => e.WithoutTrivia().ToString()) ?? Enumerable.Empty<string>());
        }

        var isNear = !at.Model.LookupNamespacesAndTypes(callee.SpanStart, name: "BoundedChannelOptions").IsEmpty;
        var prefix = isNear ? "" : Namespace + ".";
        var options = string.Join(", ", kept.Prepend($"FullMode = {prefix}BoundedChannelFullMode.Wait"));
        var bounded = $"new {prefix}BoundedChannelOptions({capacity}) {{ {options} }}";
        return ParseExpression($"{callee.Expression.WithoutTrivia()}.CreateBounded{name.TypeArgumentList.WithoutTrivia()}({bounded})");
    }
}
