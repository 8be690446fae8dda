using System;

namespace DistPatterns;

/// <summary>The product that holds this data, where the code that reads and writes it does not show it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class StoredInAttribute : Attribute
{
    /// <param name="store">The product.</param>
    public StoredInAttribute(DataStore store) => Store = store;

    /// <summary>The product.</summary>
    public DataStore Store { get; }
}
