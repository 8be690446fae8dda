using System;

namespace DistPatterns;

/// <summary>Where this store, client or service runs.</summary>
[AttributeUsage(
    AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface
    | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class RegionAttribute : Attribute
{
    /// <param name="name">The region as its cloud writes it: <c>eu-west-1</c>, <c>westeurope</c>.</param>
    public RegionAttribute(string name) => Name = name;

    /// <summary>The region as its cloud writes it.</summary>
    public string Name { get; }
}
