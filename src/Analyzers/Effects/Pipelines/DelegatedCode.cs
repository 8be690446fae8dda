using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>
/// What runs inside the calls of delegates that a body makes: the lambdas that its callers pass, behind the next step of a pipeline behaviour the handlers
/// of requests, behind that of a middleware the endpoints.
/// </summary>
internal sealed class DelegatedCode(EffectGraph graph)
{
    private readonly PassedCode _passed = new(graph);
    private readonly Behaviours _behaviours = new(graph);
    private readonly Middlewares _middlewares = new(graph);

    /// <param name="body">The body.</param>
    /// <param name="calls">Those of its calls that are asked about.</param>
    public IEnumerable<SiteOf> Inside(BodyFacts body, IReadOnlyList<Site> calls)
    {
        var delegates = calls.Where(c => c.Member is IMethodSymbol { MethodKind: MethodKind.DelegateInvoke }).ToList();
        return delegates.SelectMany(d => _passed.Inside(body, d))
            .Concat(_behaviours.Inside(body, delegates).Concat(_middlewares.Inside(body, delegates)).SelectMany(b => b.Sites, (b, s) => new SiteOf(b, s)));
    }
}
