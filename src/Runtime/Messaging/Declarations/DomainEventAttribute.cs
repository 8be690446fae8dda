using System;

namespace DistPatterns;

/// <summary>This type says what happened: its values never change once made.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class DomainEventAttribute : Attribute
{
}
