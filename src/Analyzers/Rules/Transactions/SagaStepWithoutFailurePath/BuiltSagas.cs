using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Transactions;

/// <summary>Sagas whose steps a builder is told one after the other, up to the point of no return.</summary>
internal sealed class BuiltSagas(EffectGraph graph, StepChanges changes)
{
    /// <summary>Words of commands that tell a person or a journal, which cannot be undone.</summary>
    private static readonly HashSet<string> Notices = new(StringComparer.Ordinal)
    {
        "notify", "notification", "mail", "email", "sms", "audit", "log", "completed",
    };

    /// <summary>The steps that change something elsewhere and have no compensation, each with the first step after it.</summary>
    public IEnumerable<OpenStep> Steps() =>
        from late in graph.Modelled
        where IsStep(late.Site)
        let earlier = graph.Registrations.Of(late).Earlier.ToList()
        where !earlier.Exists(r => r.Declares("saga-pivot"))
        from step in earlier
        where IsStep(step.Site) && !step.Site.Has(Effect.Compensation)
        let change = ChangeOf(step)
        where change is not null
        select new OpenStep(step.Site, $"The step '{step.Site.Arguments.Key}'", change, $"the step '{late.Site.Arguments.Key}' behind it can fail");

    private static bool IsStep(Site site) => site.Has(Effect.SagaStep) && site.Arguments.Key is not null;

    private string? ChangeOf(Registration step)
    {
        if (step.Site.Place.FindNode() is not InvocationExpressionSyntax { ArgumentList.FullSpan: var given })
            return null;
        var code = graph.BodiesOf(step.Body.Type).Where(b => b.Place.Tree == step.Site.Place.Tree && given.Contains(b.Place.Span)).ToList();
        var command = code.SelectMany(b => b.Sites).Where(s => s.Row?.Arguments(ClauseKind.Declares).Contains("saga-command") == true && !IsNotice(s.Message))
            .Select(s => s.Message is { } sent ? $"it sends {sent.Name}" : "it calls out").FirstOrDefault();
        return command ?? changes.In(code.Concat(Methods(step)));
    }

    private static bool IsNotice(ITypeSymbol? command) => command is not null && Words.Any(command.Name, Notices);

    /// <summary>The bodies of the methods that the step is given.</summary>
    private IEnumerable<BodyFacts> Methods(Registration step) => new SiteOf(step.Body, step.Site).BindOperation() is not IInvocationOperation call
        ? Enumerable.Empty<BodyFacts>()
        : call.Arguments.SelectMany(a => a.Descendants()).OfType<IMethodReferenceOperation>()
            .Select(m => graph.BodyOf(m.Method)).OfType<BodyFacts>();
}
