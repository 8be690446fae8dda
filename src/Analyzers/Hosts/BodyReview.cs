using System.Collections.Immutable;
using DistPatterns.Constants;
using DistPatterns.Effects;
using DistPatterns.Rules;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Hosts;

/// <summary>What the rules about calls and bodies say of one member, while its operations are at hand.</summary>
internal sealed class BodyReview(Review review, IReadOnlyList<Rule> rules)
{
    private readonly CallRule[] _callRules = rules.OfType<CallRule>().ToArray();
    private readonly BodyRule[] _bodyRules = rules.OfType<BodyRule>().ToArray();

    public ImmutableArray<Diagnostic> Judge(MemberOperations body)
    {
        var tree = body.Blocks[0].Syntax.SyntaxTree;
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var call in body.Calls)
        {
            foreach (var rule in _callRules)
            {
                if (rule.Concerns(call.Row) && review.IsOn(rule, tree))
                    diagnostics.AddRange(Judge(rule, call));
            }
        }

        foreach (var rule in _bodyRules)
        {
            if (Concerns(rule, body.Calls) && review.IsOn(rule, tree))
                diagnostics.AddRange(Judge(rule, body));
        }

        foreach (var group in body.Settings.SelectMany(s => CodeConstants.In(s, review.WantsConstant)))
            diagnostics.AddRange(review.Constants(group));
        return diagnostics.ToImmutable();
    }

    // apart from the loops over all rules: a method with a lambda makes its closure whether it is used or not
    private IEnumerable<Diagnostic> Judge(CallRule rule, ModelledCall call) =>
        review.Ask(rule, rule.Descriptor, () => Review.OneOrNone(rule.Judge(call, review.Settings)));

    private IEnumerable<Diagnostic> Judge(BodyRule rule, MemberOperations body) => review.Ask(rule, rule.Descriptor, () => rule.Judge(body, review.Settings));

    private static bool Concerns(BodyRule rule, ImmutableArray<ModelledCall> calls)
    {
        foreach (var call in calls)
        {
            if (rule.Concerns(call.Row))
                return true;
        }

        return false;
    }
}
