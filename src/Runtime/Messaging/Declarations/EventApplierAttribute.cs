using System;

namespace DistPatterns;

/// <summary>This method rebuilds state from past events: it runs again at every load, so it takes everything from the event.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EventApplierAttribute : Attribute
{
}
