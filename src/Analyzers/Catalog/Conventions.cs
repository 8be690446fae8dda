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
        _found.TryGetValue((type, member), out var known) ? known : _found.GetOrAdd((type, member), Search(type, member));

    /// <summary>The first row that speaks of an effect of a member so named, whatever its type.</summary>
    public Row? FindByMember(string member) =>
        _byMember.TryGetValue(member, out var known) ? known : _byMember.GetOrAdd(member, SearchByMember(member));

    /// <summary>The row that takes a type so named for a store of messages on their way, or for one of them.</summary>
    public Row? FindStore(string type) =>
        _stores.TryGetValue(type, out var known) ? known : _stores.GetOrAdd(type, Find(type, "*").FirstOrDefault(r => r.Has(Trait.Store)));

    // apart from the look-ups, which allocate nothing: a method with a lambda makes its closure before anything else
    private Row[] Search(string type, string member) => Array.FindAll(_rows, r => Matches(r.Member, member) && Matches(r.Type, type));

    private Row? SearchByMember(string member) => Array.Find(_rows, r => r.Effects != Effect.None && r.Member != "*" && Matches(r.Member, member));

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
