using System;

namespace DistPatterns;

/// <summary>What this component gives up while the network is partitioned.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class CapAttribute : Attribute
{
    /// <param name="keeps">What it keeps; the other is what it gives up.</param>
    public CapAttribute(CapChoice keeps) => Keeps = keeps;

    /// <summary>What it keeps; the other is what it gives up.</summary>
    public CapChoice Keeps { get; }
}
