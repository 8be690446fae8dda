using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Effects;

/// <summary>Which code a body runs under: all that calls it, through any number of calls.</summary>
internal sealed class Surroundings(EffectGraph graph)
{
    private readonly Dictionary<BodyFacts, IReadOnlyList<BodyFacts>> _around = new();

    /// <summary>The body itself, and all that may call it.</summary>
    public IReadOnlyList<BodyFacts> Of(BodyFacts body)
    {
        if (_around.TryGetValue(body, out var known))
            return known;
        var found = new List<BodyFacts> { body };
        var seen = new HashSet<BodyFacts>(found);
        for (var i = 0; i < found.Count; i++)
            found.AddRange(graph.CallersOf(found[i]).Select(c => c.Body).Where(seen.Add).ToList());
        _around.Add(body, found);
        return found;
    }

    /// <summary>Whether every run of a body begins in code that a library calls: a type with a base or an interface of the library's.</summary>
    public bool AreOfLibrary(BodyFacts body, string @namespace) =>
        Of(body).Where(b => graph.CallersOf(b).Count == 0).All(b => IsOfLibrary(b, @namespace));

    /// <summary>Whether a library calls a body: its type has a base or an interface of the library's, or it takes the context of one of its messages.</summary>
    public static bool IsOfLibrary(BodyFacts body, string @namespace) =>
        (body.Type is { } type && TypeLineage.Of(type).Any(t => FullName.Of(t).StartsWith(@namespace, StringComparison.Ordinal)))
        || body.Method?.Parameters.Any(p => p.Type is INamedTypeSymbol type && IsContext(type, @namespace)) == true;

    private static bool IsContext(INamedTypeSymbol type, string @namespace) =>
        (type.Name.EndsWith("HandlerContext", StringComparison.Ordinal) || type.Name.EndsWith("ConsumeContext", StringComparison.Ordinal))
        && FullName.Of(type.OriginalDefinition).StartsWith(@namespace, StringComparison.Ordinal);
}
