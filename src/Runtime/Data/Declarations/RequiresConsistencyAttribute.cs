using System;

namespace DistPatterns;

/// <summary>The weakest promise that readers of this data, or callers of this method, can live with.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Method | AttributeTargets.Property)]
public sealed class RequiresConsistencyAttribute : Attribute
{
    /// <param name="model">The weakest model that will do.</param>
    public RequiresConsistencyAttribute(ConsistencyModel model) => Model = model;

    /// <summary>The weakest model that will do.</summary>
    public ConsistencyModel Model { get; }
}
