using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Catalog;

/// <summary>
/// Rows that a member has though its library does not declare it: because it carries an attribute of the library, as a method of a
/// Refit interface does, or because its type derives from one of the library's, as a generated gRPC client does.
/// </summary>
internal sealed class DerivedRows
{
    private static readonly Row[] None = Array.Empty<Row>();

    private readonly ILookup<string, Row> _byAttribute;
    private readonly ILookup<string, Row> _byBase;
    private readonly string[] _types;

    // a row holds no symbol, so that these keep no compilation alive
    private readonly ConditionalWeakTable<IMethodSymbol, Row[]> _memo = new();
    private readonly ConditionalWeakTable<IAssemblySymbol, StrongBox<bool>> _declaring = new();

    public DerivedRows(IEnumerable<Row> rows)
    {
        var derived = rows.Where(r => r.IsOfOthers).ToList();
        _byAttribute = derived.Where(r => r.Kind == RowKind.Attribute).ToLookup(r => r.Type, StringComparer.Ordinal);
        _byBase = derived.Where(r => r.Kind != RowKind.Attribute).ToLookup(r => r.Type, StringComparer.Ordinal);
        _types = derived.Select(r => r.Type).Distinct(StringComparer.Ordinal).ToArray();
    }

    /// <summary>Whether one of the libraries is in sight at all: in most projects none is, and no call need be asked.</summary>
    public bool MayApplyIn(Compilation compilation) =>
        Declares(compilation.Assembly) || compilation.SourceModule.ReferencedAssemblySymbols.Any(a => _declaring.GetValue(a, s => new(Declares(s))).Value);

    /// <summary>What a call does by the attributes of its member, or by the bases of the member's type.</summary>
    public Row? Find(IInvocationOperation call)
    {
        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        if (!_memo.TryGetValue(method, out var rows))
            rows = _memo.GetValue(method, Search);
        return rows.Length == 0 ? null : Array.Find(rows, r => Condition.Holds(r, call.TargetMethod, call.Arguments));
    }

    private bool Declares(IAssemblySymbol assembly) => Array.Exists(_types, t => assembly.GetTypeByMetadataName(t) is not null);

    private Row[] Search(IMethodSymbol method) => ByAttributes(method) is { Length: > 0 } rows ? rows : ByBases(method);

    private Row[] ByAttributes(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            for (var type = attribute.AttributeClass; type is not null; type = type.BaseType)
            {
                if (_byAttribute[FullName.Of(type)].ToArray() is { Length: > 0 } rows)
                    return rows;
            }
        }

        return None;
    }

    /// <summary>What the nearest of the type's ancestors says of members of this name that are added to its own.</summary>
    private Row[] ByBases(IMethodSymbol method)
    {
        if (method.IsOverride || method.MethodKind != MethodKind.Ordinary)
            return None;
        foreach (var type in TypeLineage.Of(method.ContainingType).Skip(1))
        {
            if (_byBase[FullName.Of(type)].Where(r => new NamePattern(r.Member).Matches(method.Name)).ToArray() is { Length: > 0 } rows)
                return rows;
        }

        return None;
    }
}
