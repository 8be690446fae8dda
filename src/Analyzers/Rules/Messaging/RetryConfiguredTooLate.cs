using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Messaging;

/// <summary>A retry of messages that is configured after what it should stand around: each filter runs inside those that were configured before it.</summary>
/// <remarks>
/// Only calls on the same configurator are compared, in the order of the text. Information where a retry follows the endpoints themselves: the library
/// builds them later than it reads it, so that it still applies.
/// </remarks>
internal sealed class RetryConfiguredTooLate() : ScopeRule(Definition, Effect.None)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP3012",
        title: "Retry of messages is configured too late",
        messageFormat: "'{0}' comes after '{1}': {2}. Move it up.",
        category: Family.Messaging,
        defaultSeverity: DiagnosticSeverity.Warning);

    private static readonly (string Late, string Early, string Consequence, DiagnosticSeverity? Severity)[] Orders =
    {
        ("message-redelivery", "message-retry", "the redelivery takes each failure before the retry sees it, so that nothing is retried", null),
        ("message-retry", "message-delay", "the retry runs inside it, and what a failed attempt has sent goes out with what the last one sends", null),
        ("message-redelivery", "message-delay", "the redelivery runs inside it, and what a failed attempt has sent goes out all the same", null),
        ("message-retry", "consumer-outbox",
            "the retry runs inside its transaction, and each attempt goes on with what a failed one has changed and sent", null),
        ("message-redelivery", "consumer-outbox", "the redelivery runs inside its transaction, which takes the message for handled", null),
        ("message-retry", "receive-endpoints", "it applies only because the endpoints are built later than this is read", DiagnosticSeverity.Info),
        ("message-redelivery", "receive-endpoints", "it applies only because the endpoints are built later than this is read", DiagnosticSeverity.Info),
    };

    public override bool MayFind(EffectSummary summary) => summary.Declares;

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings) =>
        from late in Orders.Select(o => o.Late).Distinct().SelectMany(graph.Registrations.Declaring)
        let found = Orders
            .Where(o => late.Declares(o.Late))
            .SelectMany(o => late.Earlier.Where(e => e.Declares(o.Early)).Select(e => Finding(late, e, o.Consequence, o.Severity)))
        from finding in found.Take(1)
        select finding;

    private static Finding Finding(Registration late, Registration early, string consequence, DiagnosticSeverity? severity) =>
        new(late.Site.Place.GetLocation(), ImmutableArray.Create(late.Site.Name, early.Site.Name, consequence))
        {
            Severity = severity,
            Also = late.Site.Place.Tree == early.Site.Place.Tree
                ? ImmutableArray.Create(new RelatedPlace("before", early.Site.Place.GetLocation()))
                : ImmutableArray<RelatedPlace>.Empty,
        };
}
