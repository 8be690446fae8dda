using System;

namespace DistPatterns;

/// <summary>This data must not leave a jurisdiction.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class DataResidencyAttribute : Attribute
{
    /// <param name="jurisdiction">Where it must stay: <c>EU</c>, <c>US</c>, or a prefix of region names such as <c>eu-</c>.</param>
    public DataResidencyAttribute(string jurisdiction) => Jurisdiction = jurisdiction;

    /// <summary>Where it must stay.</summary>
    public string Jurisdiction { get; }
}
