using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>What callers pass to a method of ours for a parameter that it calls: <c>unitOfWork.InTransactionAsync(async () => …)</c>.</summary>
internal sealed class PassedCode(EffectGraph graph)
{
    /// <summary>The sites that run inside the call of a parameter.</summary>
    public IEnumerable<SiteOf> Inside(BodyFacts body, Site call) =>
        call.Subject.Symbol is IParameterSymbol parameter ? Passed(body, parameter, new()) : Enumerable.Empty<SiteOf>();

    private IEnumerable<SiteOf> Passed(BodyFacts body, IParameterSymbol parameter, HashSet<BodyFacts> seen)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || !SymbolEqualityComparer.Default.Equals(method, body.Owner)
            || graph.BodyOf(method) is not { } called || !seen.Add(called))
            yield break;
        foreach (var caller in graph.CallersOf(called))
        {
            if ((caller.BindOperation() as IInvocationOperation)?.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == parameter.Ordinal) is not { } argument)
                continue;
            var inner = ValueOrigins.Unconverted(argument.Value) is IParameterReferenceOperation { Parameter: var outer }
                ? Passed(caller.Body, outer, seen)
                : graph.BodiesOf(caller.Body.Type).Where(b => b.Place.Tree == caller.Body.Place.Tree)
                    .SelectMany(b => b.Sites.Where(s => argument.Syntax.FullSpan.Contains(s.Place.Span)), (b, s) => new SiteOf(b, s));
            foreach (var site in inner)
                yield return site;
        }
    }
}
