using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>
/// The messages that one DbContext has yet to write, and whose fate each shares. One that was enqueued in a transaction, or saved in
/// one, ends with that transaction; the others wait for a save that succeeds, as changed entities do.
/// </summary>
internal sealed class PendingMessages
{
    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    /// <summary>Those that nobody has tried to save.</summary>
    public int Forgotten => _entries.Count(e => e is { IsSaved: false, IsHeldBack: false, WrittenIn: null });

    public void Add(Envelope envelope, Guid? transaction) => _entries.Add(new(envelope, transaction));

    /// <summary>A save begins: all take part in it.</summary>
    public void Saving()
    {
        foreach (var entry in _entries)
        {
            entry.IsHeldBack = false;
            entry.IsSaved &= entry.Transaction is not null;
        }
    }

    /// <summary>The save failed: what took part in it waits for another, even if the transaction is committed.</summary>
    public void SaveFailed()
    {
        foreach (var entry in _entries.Where(e => !e.IsSaved))
        {
            entry.IsHeldBack = true;
        }
    }

    /// <summary>The save succeeded, in a transaction that is still open. When its changes are accepted, nobody will save them again: neither these.</summary>
    public void Saved(Guid transaction, bool accepted)
    {
        foreach (var entry in _entries)
        {
            entry.IsSaved = true;
            entry.Transaction ??= accepted ? transaction : null;
        }
    }

    /// <summary>What is to be written in a transaction now.</summary>
    public IReadOnlyList<Envelope> DueIn(Guid transaction) => [.. Due(transaction).Select(e => e.Envelope)];

    /// <summary>What is due was written.</summary>
    public void Written(Guid transaction)
    {
        foreach (var entry in Due(transaction))
        {
            entry.WrittenIn = transaction;
        }
    }

    /// <summary>Forgets what was written in a transaction: it is its affair now.</summary>
    public int RemoveWrittenIn(Guid transaction) => _entries.RemoveAll(e => e.WrittenIn == transaction);

    /// <summary>Forgets what ended with a transaction that was not committed.</summary>
    public int RemoveRolledBack(Guid transaction) => _entries.RemoveAll(e => e.Transaction == transaction);

    /// <summary>Forgets what ended with any transaction but the present one: had it been committed, it would not be here.</summary>
    public int RemoveAllBut(Guid? transaction) => _entries.RemoveAll(e => e.Transaction is { } other && other != transaction);

    public void Clear() => _entries.Clear();

    private IEnumerable<Entry> Due(Guid transaction) => _entries.Where(e => !e.IsHeldBack && (e.Transaction is null || e.Transaction == transaction));

    private sealed class Entry(Envelope envelope, Guid? transaction)
    {
        public Envelope Envelope { get; } = envelope;
        public Guid? Transaction { get; set; } = transaction;
        public bool IsSaved { get; set; }
        public bool IsHeldBack { get; set; }
        public Guid? WrittenIn { get; set; }
    }
}
