using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>The types of work that goes on: <c>Task</c> and <c>ValueTask</c>, with a result or without.</summary>
internal static class TaskTypes
{
    public static bool Is(ITypeSymbol type) => type is { Name: "Task" or "ValueTask", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } };
}
