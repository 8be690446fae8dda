using Microsoft.CodeAnalysis;

namespace DistPatterns.Hosts;

/// <summary>The types that a compilation declares, nested ones too, in an order that is the same on every run.</summary>
internal static class DeclaredTypes
{
    public static IEnumerable<INamedTypeSymbol> In(Compilation compilation)
    {
        var left = new Stack<INamespaceOrTypeSymbol>();
        left.Push(compilation.Assembly.GlobalNamespace);
        while (left.Count > 0)
        {
            var outer = left.Pop();
            if (outer is INamedTypeSymbol type)
                yield return type;
            foreach (var inner in outer is INamespaceSymbol space ? space.GetMembers() : outer.GetTypeMembers())
                left.Push(inner);
        }
    }
}
