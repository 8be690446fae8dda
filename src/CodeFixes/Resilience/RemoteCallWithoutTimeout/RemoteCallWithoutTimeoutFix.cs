using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistPatterns.CodeFixes.Resilience;

/// <summary>
/// Gives a client a finite limit, where it is created or registered. It adds no retries but those of the runtime, which repeats
/// nothing that is not safe to repeat: a client that posts would repeat its orders.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoteCallWithoutTimeoutFix() : RuleFix("DP1001")
{
    private protected override IEnumerable<Offer> Offers(Marked at)
    {
        var limit = TimeLimit.Of(at);
        if (at.Node.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is { } creation)
        {
            if (LimitedCreation.Of(creation, limit) is { } limited)
                yield return new(limit.Title, () => at.Root.ReplaceNode(creation, limited));
        }
        else if (at.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call)
        {
            if (ResilientRegistration.Of(at, call) is { } resilient)
                yield return new("Send its calls through AddDistPatternsResilience()", resilient, "Resilience");
            if (LimitedRegistration.Of(at, call, limit) is { } registered)
                yield return new(limit.Title, () => at.Root.ReplaceNode(call, registered));
        }
    }
}
