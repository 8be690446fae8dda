using DistPatterns.Catalog;
using DistPatterns.Effects;

namespace DistPatterns.Rules.Transactions;

/// <summary>A remote call whose name says that it changes something there. One whose name does not tell, as <c>SendAsync</c> of a request, is none.</summary>
internal static class RemoteWrite
{
    private static readonly HashSet<string> Verbs = new(StringComparer.Ordinal)
    {
        "post", "put", "patch", "delete", "create", "add", "insert", "update", "save", "set", "remove", "upload", "register", "submit", "place", "start",
        "reserve", "release", "book", "cancel", "confirm", "approve", "reject", "charge", "pay", "refund", "capture", "authorize", "debit", "credit",
        "transfer", "withdraw", "deposit", "ship", "allocate",
    };

    public static bool Is(Site call) => call.Has(Effect.RemoteCall) && Words.Of(call.Name).FirstOrDefault() is { } verb && Verbs.Contains(verb);
}
