using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using DistPatterns.Rules.Coordination;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Consistency;

/// <summary>A write that no server has confirmed may be lost on the way, or refused, and the code goes on as if it were there.</summary>
/// <remarks>
/// Silent where the names around say that a loss is borne: a cache, telemetry, a counter. Where a store holds much of that kind, so that a
/// model gives the call a key, it is reported only of what must not be lost: a lock, an outbox. An option that a condition sets is trusted: it is chosen.
/// </remarks>
internal sealed class UnacknowledgedWrite() : CallRule(Definition)
{
    /// <summary>The key of the acknowledged level among a diagnostic's properties.</summary>
    public const string Instead = "instead";

    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP4007",
        title: "Write counts as done before any server has confirmed it",
        messageFormat: "With '{0}' a write counts as done before a server that keeps it has confirmed it: what is lost on the way is lost in silence. {1}.",
        category: Family.Consistency,
        defaultSeverity: DiagnosticSeverity.Warning);

    /// <summary>What other processes rely on.</summary>
    private static readonly HashSet<string> Precious = new(LockWords.All.Concat(new[] { "outbox", "inbox", "idempotency", "saga" }), StringComparer.Ordinal);

    /// <summary>What is soon written again, or whose loss changes no result.</summary>
    private static readonly HashSet<string> Bearable = new(StringComparer.Ordinal)
    {
        "cache", "caching", "telemetry", "metric", "log", "logger", "logging", "trace", "tracing",
        "stat", "statistic", "analytic", "counter", "heartbeat", "presence", "monitoring", "diagnostic",
    };

    public override bool Concerns(Row row) => row.Has(Trait.Unacknowledged);

    public override Finding? Judge(ModelledCall call, Settings settings)
    {
        if (Level(call) is not { } level || (call.Operation is ISimpleAssignmentOperation && ChosenCode.Is(level.Syntax)))
            return null;
        var names = NamesAround.Of(call.Operation).ToList();
        var isReported = names.Exists(n => Words.Any(n, Precious)) || (call.Row.ParameterFor(Role.Key) is null && !names.Exists(n => Words.Any(n, Bearable)));
        if (!isReported)
            return null;
        var instead = call.Row.Arguments(ClauseKind.Instead).FirstOrDefault();
        return Finding.At(level, ValueFlow.Initial(level).Syntax.ToString(), instead is null ? "Wait for a majority" : $"Use '{instead}'") with
        {
            Facts = ImmutableDictionary<string, string?>.Empty.Add(Instead, instead),
        };
    }

    /// <summary>The value that the row asks for.</summary>
    private static IOperation? Level(ModelledCall call)
    {
        if (call.Operation is ISimpleAssignmentOperation { Value: var assigned })
            return assigned;
        var parameter = call.Row.Arguments(ClauseKind.When).Last().Split('=')[0];
        return call.Operation switch
        {
            IInvocationOperation invocation => Arguments.Named(invocation.Arguments, parameter),
            IObjectCreationOperation creation => Arguments.Named(creation.Arguments, parameter),
            _ => null,
        };
    }
}
