using DistPatterns.Catalog;

namespace DistPatterns.Rules.Transactions;

/// <summary>The namespaces by which a library is known.</summary>
internal static class Libraries
{
    /// <summary>The first part of the namespace that a row's type is in, with its dot.</summary>
    public static string RootOf(Row row) => row.Type.Substring(0, row.Type.IndexOf('.') + 1);
}
