using System.Collections.Immutable;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.Rules;

/// <summary>Calls as messages name them.</summary>
internal static class CallChain
{
    /// <summary>The calls of a trace, outermost first: <c>IOrders.Save → ShopContext.SaveChangesAsync</c>.</summary>
    public static ImmutableArray<string> Of(Trace trace) => trace.Steps.Select(s => Name(s.Site)).ToImmutableArray();

    public static string Text(IEnumerable<string> calls) => string.Join(" → ", calls);

    /// <summary>
    /// The member that a body stands in. Of the statements of a program, which are one member, the local function or the endpoint:
    /// <c>Program: MapPost("/orders")</c>.
    /// </summary>
    public static string Name(BodyFacts body)
    {
        var isOfProgram = body.Owner.Name == WellKnownMemberNames.TopLevelStatementsEntryPointMethodName;
        return body.Method switch
        {
            { MethodKind: MethodKind.LocalFunction } local when isOfProgram => $"{body.Type?.Name}.{local.Name}",
            { MethodKind: MethodKind.AnonymousFunction } when isOfProgram && CallGiven(body) is { } call => $"{body.Type?.Name}: {call}",
            _ when isOfProgram => body.Type?.Name ?? body.Owner.Name,
            _ => Name(body.Owner),
        };
    }

    /// <summary>The call that is given a lambda to keep, with the text that tells it from its like: <c>MapPost("/orders")</c>.</summary>
    private static string? CallGiven(BodyFacts body)
    {
        var lambda = body.Place.FindNode().AncestorsAndSelf().OfType<AnonymousFunctionExpressionSyntax>().FirstOrDefault();
        if (lambda?.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call })
            return null;
        var text = call.ArgumentList.Arguments.Select(a => a.Expression).OfType<LiteralExpressionSyntax>().FirstOrDefault();
        return $"{(call.Expression is MemberAccessExpressionSyntax access ? access.Name : call.Expression)}({text})";
    }

    public static string Name(ISymbol member) => member.ContainingType is { } type ? $"{type.Name}.{member.Name}" : member.Name;

    /// <summary>The type that a call is made through, where a library declares it; the type that declares it, where we do.</summary>
    private static string Name(Site site)
    {
        var declaring = site.Member?.ContainingType;
        var type = site.Row is null ? declaring ?? site.Receiver : site.Receiver ?? declaring;
        return type is null ? site.Name : $"{type.Name}.{site.Name}";
    }
}
