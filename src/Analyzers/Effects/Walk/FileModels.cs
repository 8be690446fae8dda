using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>
/// What the compiler knows of the files that rules look into again: kept with the compilation, so
/// that a member that one rule had bound is bound for the next.
/// </summary>
internal static class FileModels
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<SyntaxTree, SemanticModel>> Models = new();

#pragma warning disable RS0030 // binds anew: the operations of the walk are gone
    public static SemanticModel Of(SyntaxTree file, Compilation compilation) =>
        Models.GetOrCreateValue(compilation).GetOrAdd(file, f => compilation.GetSemanticModel(f));
#pragma warning restore RS0030
}
