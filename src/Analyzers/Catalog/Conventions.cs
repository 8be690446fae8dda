using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Catalog;

/// <summary>Rows whose section is a name pattern: what the field expects of a type called <c>IEventBus</c>, at lower confidence.</summary>
internal sealed class Conventions(IEnumerable<Row> rows)
{
    private readonly Convention[] _rows = rows.Select(r => new Convention(r, new(r.Type), new(r.Member))).ToArray();
    private readonly ConcurrentDictionary<(string Type, string Member), Row[]> _found = new();
    private readonly ConcurrentDictionary<string, Row?> _byMember = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Row?> _stores = new(StringComparer.Ordinal);

    /// <summary>All rows that speak of a member of a type so named.</summary>
    public IReadOnlyList<Row> Find(string type, string member) =>
        _found.TryGetValue((type, member), out var known) ? known : _found.GetOrAdd((type, member), Search(type, member));

    /// <summary>The first row that speaks of an effect of a member so named, whatever its type.</summary>
    public Row? FindByMember(string member) =>
        _byMember.TryGetValue(member, out var known) ? known : _byMember.GetOrAdd(member, SearchByMember(member));

    /// <summary>The row that takes a type so named for a store of messages on their way, or for one of them.</summary>
    public Row? FindStore(string type) =>
        _stores.TryGetValue(type, out var known) ? known : _stores.GetOrAdd(type, Find(type, "*").FirstOrDefault(r => r.Has(Trait.Store)));

    // apart from the look-ups, which allocate nothing: a method with a lambda makes its closure before anything else
    private Row[] Search(string type, string member) => _rows.Where(c => c.Member.Matches(member) && c.Type.Matches(type)).Select(c => c.Row).ToArray();

    private Row? SearchByMember(string member) => Array.Find(_rows, c => c.Row.Effects != Effect.None && c.Row.Member != "*" && c.Member.Matches(member))?.Row;

    private sealed record Convention(Row Row, NamePattern Type, NamePattern Member);
}
