using System;

namespace DistPatterns;

/// <summary>Doing it twice does what doing it once does: it may be retried and its message may come again.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Method)]
public sealed class IdempotentAttribute : Attribute
{
}
