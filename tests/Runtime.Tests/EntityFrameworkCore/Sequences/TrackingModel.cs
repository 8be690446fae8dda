namespace DistPatterns.Runtime.Tests.EntityFrameworkCore.Sequences;

/// <summary>An order or a message: to EF Core, an entity that was added.</summary>
internal readonly record struct Item(Guid Id, bool IsMessage);

/// <summary>
/// What EF Core makes of added entities, of orders and of messages alike: a save that succeeds inserts all that its context has added, and the rows share the
/// fate of their transaction. This is the reference that the outbox is compared with.
/// </summary>
internal sealed class TrackingModel(int contexts)
{
    private readonly HashSet<Item>[] _added = [.. Enumerable.Range(0, contexts).Select(_ => new HashSet<Item>())];
    private readonly List<(string Name, HashSet<Item> Rows)> _savepoints = [];
    private HashSet<Item> _committed = [];
    private HashSet<Item>? _open;

    public IReadOnlySet<Item> Committed => _committed;

    public bool IsInTransaction => _open is not null;

    public IReadOnlyList<string> Savepoints => [.. _savepoints.Select(s => s.Name)];

    private HashSet<Item> Rows => _open ?? _committed;

    public void Add(int context, Item item) => _added[context].Add(item);

    public bool HasMessages(int context) => _added[context].Any(i => i.IsMessage);

    /// <summary>Whether a save would insert an order twice: it was saved and not accepted.</summary>
    public bool Conflicts(int context) => _added[context].Any(i => !i.IsMessage && Rows.Contains(i));

    public void Save(int context, bool accepts)
    {
        Rows.UnionWith(_added[context]);
        if (accepts)
        {
            Forget(context);
        }
    }

    /// <summary>The context tracks nothing any more: its tracker was cleared, it was disposed, or all was accepted.</summary>
    public void Forget(int context) => _added[context].Clear();

    public void ForgetMessages(int context) => _added[context].RemoveWhere(i => i.IsMessage);

    public void Begin() => _open = [.. _committed];

    public void Commit()
    {
        _committed = _open!;
        Rollback();
    }

    public void Rollback()
    {
        _open = null;
        _savepoints.Clear();
    }

    public void SetSavepoint(string name) => _savepoints.Add((name, [.. _open!]));

    /// <summary>Later savepoints are gone with what came after.</summary>
    public void RollbackTo(string savepoint)
    {
        var place = _savepoints.FindIndex(s => s.Name == savepoint);
        _open = [.. _savepoints[place].Rows];
        _savepoints.RemoveRange(place + 1, _savepoints.Count - place - 1);
    }
}
