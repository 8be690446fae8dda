using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>What to do about a dual write: the outbox of the library that sends the message, as its model says how to configure it.</summary>
internal static class OutboxAdvice
{
    public static string For(DualPair pair, EffectGraph graph)
    {
        var sending = pair.Message.Leaf;
        if (sending.Row is not { } row)
            return Own;
        var stored = StoredBy(sending, graph.Catalog);
        var past = stored is null || stored.Type == row.Type ? null : FullName.Simple(stored.Type);
        foreach (var outbox in (stored ?? row).Arguments(ClauseKind.Unless).SelectMany(graph.Registrations.Declaring))
        {
            if (past is not null)
                return $"{outbox.Site.Name} is configured, and {FullName.Simple(row.Type)} sends past that outbox: publish through {past}, before the save";
            if (outbox.Context is { } context)
                return $"The outbox ({outbox.Site.Name}) saves messages with {context.Name} only: "
                    + "send from its transaction, or configure one for this context too";
        }

        return SetupOf(stored ?? row, graph.Catalog) is not { } setup ? Own
            : $"Save the message in the same transaction: {row.Library} has an outbox for this ({setup}"
                + (past is null ? ")" : $", and publish through {past})");
    }

    private const string Own = "Use an outbox: save the message in the same transaction, and let a relay send it";

    /// <summary>What says that an outbox may store the message: the row itself, or that of a type that the sender has for a base.</summary>
    private static Row? StoredBy(Site sending, LibraryCatalog catalog)
    {
        var row = sending.Row!;
        if (row.Arguments(ClauseKind.Unless).Any() || row.Arguments(ClauseKind.Setup).Any())
            return row;
        var bases = (sending.Receiver as INamedTypeSymbol)?.AllInterfaces.Select(FullName.Of).ToList() ?? new();
        return catalog.Rows.FirstOrDefault(r => r.Member == row.Member && bases.Contains(r.Type) && r.Arguments(ClauseKind.Unless).Any());
    }

    /// <summary>Of what sends, or of the first of the facts that it asks about.</summary>
    private static string? SetupOf(Row sending, LibraryCatalog catalog) =>
        sending.Arguments(ClauseKind.Setup).FirstOrDefault()
        ?? sending.Arguments(ClauseKind.Unless).SelectMany(catalog.Declaring).SelectMany(r => r.Arguments(ClauseKind.Setup)).FirstOrDefault();
}
