using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Catalog;

/// <summary>Answers one question: what does this member do? Looks up by member name first, because nearly every call ends there.</summary>
internal sealed class LibraryCatalog
{
    private static readonly ImmutableArray<Row> None = ImmutableArray<Row>.Empty;
    private static readonly Lazy<LibraryCatalog> Lazy = new(() => new(ShippedModels().SelectMany(m => m.Rows)));

    private readonly Dictionary<string, Row[]> _byMember;

    // Keyed by metadata symbols only: they outlive the compilations that an editor makes at every keystroke, and hold none of them.
    private readonly ConditionalWeakTable<ISymbol, Answers> _memo = new();

    /// <param name="rows">The user's rows before the shipped ones: of several that fit equally, the first counts.</param>
    public LibraryCatalog(IEnumerable<Row> rows)
    {
        Rows = rows.ToImmutableArray();
        _byMember = Rows.Where(r => !r.IsConvention && !r.IsOfOthers).GroupBy(Key).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        Conventions = new(Rows.Where(r => r.IsConvention));
        Derived = new(Rows);
    }

    /// <summary>The models that come with the analyzers.</summary>
    public static LibraryCatalog Shipped => Lazy.Value;

    public ImmutableArray<Row> Rows { get; }

    /// <summary>Whether a member of this name is modelled anywhere; without symbols, for code that does not bind.</summary>
    public bool KnowsName(string member) => _byMember.ContainsKey(member);

    /// <summary>What a call does, or null when no model speaks of it.</summary>
    public Row? Find(IInvocationOperation call)
    {
        if (!_byMember.ContainsKey(call.TargetMethod.Name))
            return null;
        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        var receiver = method.IsStatic ? null : call.Instance?.Type as INamedTypeSymbol;
        return FirstThatHolds(RowsOf(method, receiver, RowKind.Call), call.TargetMethod, call.Arguments);
    }

    /// <summary>What a method does that a call would bind to if its arguments did. They are unknown, so a row that asks nothing of them comes first.</summary>
    public Row? Find(IMethodSymbol method) =>
        _byMember.ContainsKey(method.Name) ? RowsOf(method.OriginalDefinition, null, RowKind.Call).OrderBy(AsksArguments).FirstOrDefault() : null;

    /// <summary>What a call or a value of a type does that cannot be resolved, going by the simple names of both.</summary>
    public Row? FindByNames(string type, string member) => _byMember.TryGetValue(member, out var rows)
        ? rows.Where(r => r.Kind is RowKind.Call or RowKind.Value && FullName.Simple(r.Type) == type).OrderBy(AsksArguments).FirstOrDefault()
        : null;

    /// <summary>What a call does whose receiver is unknown too, where all libraries that have a member so named agree on its effects.</summary>
    public Row? FindByMember(string member)
    {
        if (!_byMember.TryGetValue(member, out var rows) || rows[0] is not { Kind: RowKind.Call, Effects: not Effect.None } first)
            return null;
        return Array.TrueForAll(rows, r => r.Kind == RowKind.Call && r.Effects == first.Effects) ? first : null;
    }

    /// <summary>What creating an object does.</summary>
    public Row? Find(IObjectCreationOperation creation) =>
        creation.Constructor is { } constructor && _byMember.ContainsKey(constructor.ContainingType.MetadataName)
            ? FirstThatHolds(RowsOf(constructor.OriginalDefinition, creation.Type as INamedTypeSymbol, RowKind.New), constructor, creation.Arguments)
            : null;

    /// <summary>The option that a property is, set to a value; null of any other.</summary>
    public Row? FindOption(IPropertySymbol property, ITypeSymbol? receiver, IOperation value) => _byMember.ContainsKey(property.Name)
        ? RowsOf(property.OriginalDefinition, receiver as INamedTypeSymbol, RowKind.Option).FirstOrDefault(row => Condition.Holds(row, value))
        : null;

    /// <summary>The rows that say what a method declared by the user or by a library is called back for.</summary>
    public Row? FindHandler(IMethodSymbol libraryMethod) =>
        _byMember.ContainsKey(libraryMethod.Name) ? RowsOf(libraryMethod.OriginalDefinition, null, RowKind.Handler).FirstOrDefault() : null;

    /// <summary>What the field expects of a type's members by their names alone, at lower confidence.</summary>
    public Conventions Conventions { get; }

    /// <summary>What members do that no library declares, by an attribute or a base of a library's.</summary>
    public DerivedRows Derived { get; }

    /// <summary>What declares a fact, in the order of the models.</summary>
    public IEnumerable<Row> Declaring(string fact) => Rows.Where(r => r.Arguments(ClauseKind.Declares).Contains(fact));

    /// <summary>Every model file that is built into this assembly, by file name.</summary>
    public static IEnumerable<Model> ShippedModels()
    {
        var assembly = typeof(LibraryCatalog).Assembly;
        var models = assembly.GetManifestResourceNames().Where(n => n.EndsWith(".model", StringComparison.Ordinal));
        foreach (var name in models.OrderBy(n => n, StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return ModelFile.Parse(reader.ReadToEnd(), name);
        }
    }

    private static string Key(Row row) =>
        row.Kind == RowKind.New ? row.Type.Substring(row.Type.LastIndexOfAny(new[] { '.', '+' }) + 1) : row.Member;

    private static bool AsksArguments(Row row) => row.Arguments(ClauseKind.When).Any();

    private static Row? FirstThatHolds(ImmutableArray<Row> rows, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var row in rows)
        {
            if (Condition.Holds(row, method, arguments))
                return row;
        }

        return null;
    }

    private ImmutableArray<Row> RowsOf(ISymbol member, INamedTypeSymbol? receiver, RowKind kind)
    {
        var declaring = member.ContainingType;
        if (declaring is null)
            return None;
        if (receiver is null || Same(receiver, declaring))
            return IsInMetadata(member) ? _memo.GetOrCreateValue(member).Get(kind, member, this) : Nearest(member, declaring, kind);
        return Nearest(member, receiver.OriginalDefinition, kind);
    }

    /// <summary>The rows of the section nearest to the receiver's type; a member that the user declared answers for itself alone.</summary>
    private ImmutableArray<Row> Nearest(ISymbol member, INamedTypeSymbol receiver, RowKind kind)
    {
        var declaring = member.ContainingType.OriginalDefinition;
        if (!_byMember.TryGetValue(kind == RowKind.New ? declaring.MetadataName : member.Name, out var rows))
            return None;
        if (kind == RowKind.New || !IsInMetadata(member))
            return RowsOfSection(rows, declaring, kind);
        foreach (var type in TypeLineage.NearestFirst(receiver, declaring))
        {
            if (RowsOfSection(rows, type, kind) is { Length: > 0 } found && TypeLineage.AreRelated(type, declaring))
                return found;
        }

        return None;
    }

    private static ImmutableArray<Row> RowsOfSection(Row[] rows, INamedTypeSymbol type, RowKind kind)
    {
        foreach (var row in rows)
        {
            // nearly every type ends here, before its full name is made
            if (row.Kind == kind && row.Type.EndsWith(type.MetadataName, StringComparison.Ordinal) && row.Type == FullName.Of(type))
                return rows.Where(r => r.Kind == kind && r.Type == row.Type).ToImmutableArray();
        }

        return None;
    }

    private static bool IsInMetadata(ISymbol symbol) => symbol.Locations.Length > 0 && symbol.Locations[0].IsInMetadata;

    private static bool Same(INamedTypeSymbol a, INamedTypeSymbol b) => SymbolEqualityComparer.Default.Equals(a.OriginalDefinition, b);

    /// <summary>The rows of one metadata member, found once a kind.</summary>
    private sealed class Answers
    {
        private ImmutableArray<Row> _calls;
        private ImmutableArray<Row> _others;

        public ImmutableArray<Row> Get(RowKind kind, ISymbol member, LibraryCatalog catalog)
        {
            // a member has one kind of row, but for a method that is both called and called back
            ref var slot = ref kind == RowKind.Handler ? ref _others : ref _calls;
            if (slot.IsDefault)
                ImmutableInterlocked.InterlockedInitialize(ref slot, catalog.Nearest(member, member.ContainingType, kind));
            return slot;
        }
    }
}
