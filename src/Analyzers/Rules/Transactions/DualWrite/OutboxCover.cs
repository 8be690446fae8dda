using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>Whether an outbox that is configured takes a message into the transaction of a commit: it is for some context, some code, or both.</summary>
internal sealed class OutboxCover(EffectGraph graph)
{
    /// <param name="body">What holds both ends, or the saves that run an interceptor.</param>
    /// <param name="message">The message.</param>
    /// <param name="commit">The commit.</param>
    public bool Takes(BodyFacts body, DualEnd message, DualEnd commit)
    {
        var facts = message.Leaf.Row?.Arguments(ClauseKind.Unless).ToList() ?? new();
        return facts.SelectMany(graph.Registrations.Declaring).Any(outbox =>
            (!outbox.Covers("context") || IsOf(outbox.Context, commit))
            && (!outbox.Covers("handlers") || IsOfHandlersAlone(facts) || graph.Surroundings.AreOfLibrary(body, Libraries.RootOf(message.Leaf.Row!)))
            && (!outbox.Covers("saves") || !graph.Surroundings.AreOfLibrary(body, Libraries.RootOf(message.Leaf.Row!)))
            && (!outbox.Covers("scope") || IsAround(outbox, body, message, commit)));
    }

    /// <summary>A commit of another context is in another transaction; what is no context at all, as a transaction is, may be of any.</summary>
    private static bool IsOf(ITypeSymbol? context, DualEnd commit)
    {
        var last = commit.Trace.Steps.Last();
        if (context is not INamedTypeSymbol covered || last.Site.ContextIn(last.Body) is not { TypeKind: TypeKind.Class } saved)
            return true;
        return ContextTypes.AreRelated(saved, covered) || ContextTypes.AreOfDifferentKinds(saved, covered);
    }

    /// <summary>Whether what sends exists in the library's handlers only, so that the call itself tells where it stands.</summary>
    private bool IsOfHandlersAlone(IEnumerable<string> facts) =>
        facts.SelectMany(graph.Catalog.Declaring).All(r => r.Arguments(ClauseKind.Covers).Contains("handlers"));

    /// <summary>Whether the outbox is begun in the code of the pair or in code that calls it, by a method that hands it on or runs code in it.</summary>
    private bool IsAround(Registration outbox, BodyFacts body, DualEnd message, DualEnd commit)
    {
        var begun = outbox.Body;
        var beginning = new HashSet<BodyFacts> { begun };
        if (begun.Method is { } method && (RunsCode(method) || ReturnsDisposable(method)))
        {
            var callers = graph.CallersOf(begun);
            if (callers.Count == 0 && RunsCode(method))
                return true; // what built the pipeline calls it, around everything
            beginning.UnionWith(callers.Select(c => c.Body));
        }

        return graph.Surroundings.Of(body).Concat(message.Trace.Steps.Concat(commit.Trace.Steps).Select(s => s.Body)).Any(beginning.Contains);
    }

    private static bool RunsCode(IMethodSymbol method) => method.Parameters.Any(p => p.Type.TypeKind == TypeKind.Delegate);

    /// <summary>A task itself is disposable, and hands nothing on.</summary>
    private static bool ReturnsDisposable(IMethodSymbol method) =>
        TaskTypes.Awaited(method.ReturnType)?.AllInterfaces.Any(i => i.Name == nameof(IDisposable)) == true;
}
