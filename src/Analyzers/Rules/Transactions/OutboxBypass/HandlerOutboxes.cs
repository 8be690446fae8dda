using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>The outboxes that the handlers of a library run under, and which of its handlers each is configured for.</summary>
internal sealed class HandlerOutboxes(EffectGraph graph)
{
    private readonly Dictionary<Site, HostAssemblies> _hosts = new();

    /// <summary>The outbox around a call that sends past it, where a handler of the library leads to the call.</summary>
    public Registration? Passed(BodyFacts body, Site call)
    {
        var row = call.Row!;
        foreach (var outbox in row.Arguments(ClauseKind.Bypasses).SelectMany(graph.Registrations.Declaring))
        {
            var library = Libraries.RootOf(row);
            if (graph.Surroundings.Of(body).Any(b => Surroundings.IsOfLibrary(b, library) && b.Type is { } handler
                && IsFor(outbox, handler, library) && HostsOf(outbox).MayUse(handler)))
                return outbox;
        }

        return null;
    }

    /// <summary>
    /// Whether the call that a message leaves by sends past the outbox of its handler. While typing no outbox is in sight: then any handler may run under one.
    /// </summary>
    public bool MayBePassed(Trace message)
    {
        var (body, call) = (message.Steps.Last().Body, message.Steps.Last().Site);
        return call.Row?.Arguments(ClauseKind.Bypasses).Any() == true
            && (graph.Extent == GraphExtent.Type ? Surroundings.IsOfLibrary(body, Libraries.RootOf(call.Row)) : Passed(body, call) is not null);
    }

    /// <summary>Whether it covers a handler: of all of them, unless it is configured beside some, or in the definition of one.</summary>
    private static bool IsFor(Registration outbox, INamedTypeSymbol handler, string library)
    {
        var defined = outbox.Body.Type is not { } type ? Enumerable.Empty<ITypeSymbol>() : Bases(type)
            .Where(b => b.TypeArguments.Length == 1 && FullName.Of(b).StartsWith(library, StringComparison.Ordinal)).Select(b => b.TypeArguments[0]);
        var beside = outbox.Body.Sites.Where(s => s.Subject == outbox.Site.Subject).Select(s => s.Arguments.Handler);
        var named = defined.Concat(beside.OfType<ITypeSymbol>()).Select(t => SymbolKey.Of(t)).ToList();
        return named.Count == 0 || named.Contains(SymbolKey.Of(handler));
    }

    /// <summary>The programs that an outbox is configured in: those of another run their handlers without it.</summary>
    private HostAssemblies HostsOf(Registration outbox)
    {
        if (!_hosts.TryGetValue(outbox.Site, out var hosts))
            _hosts.Add(outbox.Site, hosts = new(graph, new[] { outbox.Body }));
        return hosts;
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var t = type.BaseType; t is not null; t = t.BaseType)
            yield return t;
    }
}
