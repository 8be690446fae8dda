using DistPatterns.Catalog;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>A call whose result nothing looks at.</summary>
/// <param name="Call">Where the result is ignored: the modelled call itself, or the call of a member that returns its result.</param>
/// <param name="Modelled">The call that the result comes from.</param>
/// <param name="Source">The operation of that call.</param>
internal readonly record struct IgnoredResult(IInvocationOperation Call, SiteOf Modelled, IInvocationOperation Source)
{
    /// <summary>The member of the result that says whether the call succeeded; null where the result itself does.</summary>
    public string? Teller => Modelled.Site.Row!.Arguments(ClauseKind.MustRead).FirstOrDefault();
}

/// <summary>Finds results that nothing looks at, in the member that gets them or, where that returns them, in its callers.</summary>
internal static class IgnoredResults
{
    /// <param name="graph">The bodies.</param>
    /// <param name="effect">What the calls do that are asked about.</param>
    /// <param name="mayMatter">What the text of the call tells, before it is bound again: with it a rule leaves out what it would not report.</param>
    /// <returns>One for each place, also where several results come together in it.</returns>
    public static IEnumerable<IgnoredResult> In(EffectGraph graph, Effect effect, Func<SiteOf, bool>? mayMatter = null) =>
        graph.Modelled.Where(s => s.Site.Has(effect) && s.Site.CanBeRefused && (mayMatter is null || mayMatter(s)))
            .SelectMany(s => From(s, graph)).GroupBy(r => r.Call.Syntax).Select(g => g.First());

    private static IEnumerable<IgnoredResult> From(SiteOf modelled, EffectGraph graph)
    {
        var seen = new HashSet<BodyFacts>();
        return modelled.BindOperation() is IInvocationOperation source ? At(modelled, source) : Enumerable.Empty<IgnoredResult>();

        IEnumerable<IgnoredResult> At(SiteOf at, IInvocationOperation call) => ResultUses.Of(call, modelled.Site.Row!) switch
        {
            ResultUse.Ignored => new[] { new IgnoredResult(call, modelled, source) },
            ResultUse.Returned when seen.Add(at.Body) =>
                graph.CallersOf(at.Body).SelectMany(c => c.BindOperation() is IInvocationOperation caller ? At(c, caller) : Enumerable.Empty<IgnoredResult>()),
            _ => Enumerable.Empty<IgnoredResult>(),
        };
    }
}
