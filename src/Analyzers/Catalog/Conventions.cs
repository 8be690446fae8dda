using Microsoft.CodeAnalysis;

namespace DistPatterns.Catalog;

/// <summary>Rows whose section is a name pattern: what the field expects of a type called <c>IEventBus</c>, at lower confidence.</summary>
internal sealed class Conventions(IEnumerable<Row> rows)
{
    private readonly Row[] _rows = rows.ToArray();

    public Row? Find(IMethodSymbol method) =>
        Array.Find(_rows, r => r.Kind == RowKind.Call && Matches(r.Member, method.Name) && Matches(r.Type, method.ContainingType?.Name ?? ""));

    public Row? FindByMember(string member) => Array.Find(_rows, r => r.Kind == RowKind.Call && Matches(r.Member, member));

    private static bool Matches(string pattern, string name)
    {
        var open = pattern[0] == '*';
        var core = pattern.Trim('*');
        if (open)
            return pattern[pattern.Length - 1] == '*' ? name.Contains(core) : name.EndsWith(core, StringComparison.Ordinal);
        return pattern[pattern.Length - 1] == '*' ? name.StartsWith(core, StringComparison.Ordinal) : name == core;
    }
}
