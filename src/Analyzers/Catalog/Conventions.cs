using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Catalog;

/// <summary>Rows whose section is a name pattern: what the field expects of a type called <c>IEventBus</c>, at lower confidence.</summary>
internal sealed class Conventions(IEnumerable<Row> rows)
{
    // what is asked apart from the rest: a row that says no more must not stand before one that knows an effect
    private const Trait Marks = Trait.Keeps | Trait.OneOff;

    private readonly Convention[] _rows = rows.Where(IsMoreThanMark).Select(r => new Convention(r)).ToArray();
    private readonly Convention[] _marks = rows.Where(r => (r.Traits & Marks) != 0).Select(r => new Convention(r)).ToArray();
    private readonly ConcurrentDictionary<(string Type, string Member), Row[]> _found = new();
    private readonly ConcurrentDictionary<(string Type, string Member), Trait> _marked = new();
    private readonly ConcurrentDictionary<string, Row?> _byMember = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Row?> _stores = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Trait> _ofType = new(StringComparer.Ordinal);

    /// <summary>All rows that speak of a member of a type so named.</summary>
    public IReadOnlyList<Row> Find(string type, string member) =>
        _found.TryGetValue((type, member), out var known) ? known : _found.GetOrAdd((type, member), Search(type, member));

    /// <summary>The first row that speaks of an effect of a member so named, whatever its type.</summary>
    public Row? FindByMember(string member) =>
        _byMember.TryGetValue(member, out var known) ? known : _byMember.GetOrAdd(member, SearchByMember(member));

    /// <summary>The row that takes a type so named for a store of messages on their way, or for one of them.</summary>
    public Row? FindStore(string type) =>
        _stores.TryGetValue(type, out var known) ? known : _stores.GetOrAdd(type, Find(type, "*").FirstOrDefault(r => r.Has(Trait.Store)));

    /// <summary>What is said of every member of a type by its name, or by the name of what it is a collection of.</summary>
    public Trait TraitsOf(ITypeSymbol? type) => type switch
    {
        null => Trait.None,
        INamedTypeSymbol { TypeArguments: { Length: 1 } elements } => TraitsOf(type.Name) | TraitsOf(elements[0].Name),
        _ => TraitsOf(type.Name),
    };

    /// <summary>Whether this is said of every member of a type.</summary>
    public bool Say(Trait trait, ITypeSymbol? type) => (TraitsOf(type) & trait) != 0;

    /// <summary>Whether a member's name and its type's say this of it.</summary>
    public bool Say(Trait mark, string type, string member) => (MarksOf(type, member) & mark) != 0;

    private Trait TraitsOf(string type) =>
        _ofType.TryGetValue(type, out var known) ? known : _ofType.GetOrAdd(type, Find(type, "*").Aggregate(Trait.None, (all, row) => all | row.Traits));

    private Trait MarksOf(string type, string member) =>
        _marked.TryGetValue((type, member), out var known) ? known : _marked.GetOrAdd((type, member), SearchMarks(type, member));

    // apart from the look-ups, which allocate nothing: a method with a lambda makes its closure before anything else
    private Row[] Search(string type, string member) => _rows.Where(c => c.Matches(type, member)).Select(c => c.Row).ToArray();

    private Trait SearchMarks(string type, string member) =>
        _marks.Where(c => c.Matches(type, member)).Aggregate(Trait.None, (all, c) => all | c.Row.Traits);

    private Row? SearchByMember(string member) =>
        Array.Find(_rows, c => c.Row.Effects != Effect.None && c.Row.Member != "*" && c.Member.Matches(member))?.Row;

    private static bool IsMoreThanMark(Row row) => row.Effects != Effect.None || row.Traits == Trait.None || (row.Traits & ~Marks) != 0;

    private sealed class Convention(Row row)
    {
        private readonly NamePattern _type = new(row.Type);

        public Row Row { get; } = row;

        public NamePattern Member { get; } = new(row.Member);

        public bool Matches(string type, string member) => Member.Matches(member) && _type.Matches(type);
    }
}
