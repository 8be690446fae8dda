using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Messaging;

/// <summary>A batch can succeed in part, and an answer can be one page of many. Neither throws: a member of the result says it.</summary>
/// <remarks>Silent where that member is read, and where the result is returned, stored or passed on. Information for pages. Silent in tests.</remarks>
internal sealed class PartialResultIgnored() : CallRule(Definition)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP3006",
        title: "Partial result is taken for the whole",
        messageFormat: "'{0}' {1}, and nothing reads '{2}', which says so: {3}",
        category: Family.Messaging,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override bool Concerns(Row row) =>
        row.Has(Effect.RemoteCall | Effect.Commit | Effect.Publish) && !row.Has(Effect.ConditionalWrite) && row.Arguments(ClauseKind.MustRead).Any();

    public override Finding? Judge(ModelledCall call, Settings settings)
    {
        if (call.Operation is not IInvocationOperation sent || ResultUses.Of(sent, call.Row) != ResultUse.Ignored)
            return null;
        var tells = call.Row.Arguments(ClauseKind.MustRead).First();
        var name = sent.TargetMethod.Name;
        return call.Row.Has(Trait.Paged)
            ? Finding.At(sent, name, "answers with one page", tells, "what stands on the later pages is never seen. Ask again while it is set.") with
            {
                Severity = DiagnosticSeverity.Info,
            }
            : Finding.At(sent, name, "can fail for some and succeed for others", tells, "those that failed are lost. Send them again, or fail.") with
            {
                Facts = ImmutableDictionary<string, string?>.Empty.Add(Finding.TellerProperty, tells),
            };
    }
}
