using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Catalog;

/// <summary>Rows whose section is a name pattern: what the field expects of a type called <c>IEventBus</c>, at lower confidence.</summary>
internal sealed class Conventions(IEnumerable<Row> rows)
{
    private readonly Row[] _rows = rows.ToArray();
    private readonly ConcurrentDictionary<(string Type, string Member), Row[]> _found = new();
    private readonly ConcurrentDictionary<string, Row?> _byMember = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Row?> _stores = new(StringComparer.Ordinal);

    /// <summary>All rows that speak of a member of a type so named.</summary>
    public IReadOnlyList<Row> Find(string type, string member) =>
        _found.GetOrAdd((type, member), key => Array.FindAll(_rows, r => Matches(r.Member, key.Member) && Matches(r.Type, key.Type)));

    /// <summary>The first row that speaks of an effect of a member so named, whatever its type.</summary>
    public Row? FindByMember(string member) =>
        _byMember.GetOrAdd(member, m => Array.Find(_rows, r => r.Effects != Effect.None && r.Member != "*" && Matches(r.Member, m)));

    /// <summary>The row that takes a type so named for a store of messages on their way, or for one of them.</summary>
    public Row? FindStore(string type) => _stores.GetOrAdd(type, t => Find(t, "*").FirstOrDefault(r => r.Has(Trait.Store)));

    private static bool Matches(string pattern, string name)
    {
        var core = pattern.Trim('*');
        return (pattern[0] == '*', pattern[pattern.Length - 1] == '*') switch
        {
            (true, true) => name.Contains(core),
            (true, false) => name.EndsWith(core, StringComparison.Ordinal),
            (false, true) => name.StartsWith(core, StringComparison.Ordinal),
            _ => name == core,
        };
    }
}
