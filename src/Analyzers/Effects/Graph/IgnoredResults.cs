using DistPatterns.Catalog;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>A call whose result nothing looks at.</summary>
/// <param name="Call">Where the result is ignored: the modelled call itself, or the call of a member that returns its result.</param>
/// <param name="Modelled">The call that the result comes from.</param>
internal readonly record struct IgnoredResult(IInvocationOperation Call, SiteOf Modelled)
{
    /// <summary>The member of the result that says whether the call succeeded; null where the result itself does.</summary>
    public string? Teller => Modelled.Site.Row!.Arguments(ClauseKind.MustRead).FirstOrDefault();
}

/// <summary>Finds results that nothing looks at, in the member that gets them or, where that returns them, in its callers.</summary>
internal static class IgnoredResults
{
    /// <param name="graph">The bodies.</param>
    /// <param name="effect">What the calls do that are asked about.</param>
    /// <returns>One for each place, also where several results come together in it.</returns>
    public static IEnumerable<IgnoredResult> In(EffectGraph graph, Effect effect) =>
        graph.Modelled.Where(s => s.Site.Has(effect) && s.Site.CanBeRefused).SelectMany(s => Of(s, s, graph, new())).GroupBy(r => r.Call.Syntax).Select(g => g.First());

    private static IEnumerable<IgnoredResult> Of(SiteOf at, SiteOf modelled, EffectGraph graph, HashSet<BodyFacts> seen)
    {
        if (at.BindOperation() is not IInvocationOperation call)
            yield break;
        switch (ResultUses.Of(call, modelled.Site.Row!))
        {
            case ResultUse.Ignored:
                yield return new(call, modelled);
                break;
            case ResultUse.Returned when seen.Add(at.Body):
                foreach (var ignored in graph.CallersOf(at.Body).SelectMany(c => Of(c, modelled, graph, seen)))
                    yield return ignored;
                break;
        }
    }
}
