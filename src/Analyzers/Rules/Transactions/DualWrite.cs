using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Transactions;

/// <summary>A database commit and a message that can part: a crash between the two leaves one without the other.</summary>
/// <remarks>
/// Silent where the message is a row of the same transaction (an outbox), where a method relays such rows, where the two
/// stand in branches that exclude each other, and where a callee holds both and is reported itself. A warning when both ends
/// are known from their libraries; information when one rests on a name, or the message is a mail or a screen update.
/// </remarks>
internal sealed class DualWrite() : ScopeRule(Descriptor, Effect.Commit)
{
    private static readonly new DiagnosticDescriptor Descriptor = Describe.Rule("DP2001",
        title: "A commit and a message can part",
        messageFormat: "{0} and {1} are two systems with no outbox in between: a crash after the first leaves {2}. Write the message as a row of the same transaction.",
        category: Family.Transactions,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override bool MayFind(Sight sight) => base.MayFind(sight) && (sight.Store || (sight.All & (Effect.Publish | Effect.Notify)) != 0);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings)
    {
        var (pairs, conventions) = (new DualPairs(graph), graph.Catalog.Conventions);
        return !pairs.MayExist ? Enumerable.Empty<Finding>() :
            from method in graph.Effective
            where !conventions.Say(Trait.OneOff, method.Type?.Name ?? "", method.Owner.Name)
            from pair in pairs.In(method)
            where !pair.Commit.Steps.Any(s => conventions.Say(Trait.OneOff, s.Site.Member?.ContainingType?.Name ?? "", s.Site.Name)) && !IsDeclaredOutbox(pair.Message, settings)
            let message = pair.Message.Site
            group (pair, method) by (method.Type?.ToDisplayString(), message.Member?.ToDisplayString(), message.Message?.ToDisplayString()) into publisher
            let clearest = publisher.OrderBy(p => p.pair.Distance).First()
            select Finding(clearest.method, clearest.pair, publisher.Where(p => p != clearest).Select(p => p.pair.Message.Site.Place.Mark));
    }

    /// <summary>What the user says goes through an outbox: everything in the file, or what passes one of the types named.</summary>
    private static bool IsDeclaredOutbox(Trace message, Settings settings)
    {
        if (settings[message.Site.Place.Tree, "distpatterns.outbox"] is not { } declared)
            return false;
        var names = declared.Split(',').Select(n => n.Trim()).ToList();
        return names.Contains("true") || message.Steps.Any(s => Is(s.Site.Receiver) || Is(s.Site.Member?.ContainingType));

        bool Is(ITypeSymbol? type) => type is not null && (names.Contains(type.Name) || names.Contains(type.ToDisplayString()));
    }

    private static Finding Finding(MethodFacts method, DualPair pair, IEnumerable<Location> also)
    {
        var commit = Steps(pair.Commit);
        var message = Steps(pair.Message);
        var (first, second, loss) = pair.MessageFirst
            ? ($"message ({Text(message)})", $"commit ({Text(commit)})", "an event for a change that never happened")
            : ($"commit ({Text(commit)})", $"message ({Text(message)})", "a change that nobody hears of");
        return new(pair.Message.Site.Place.Mark, ImmutableArray.Create(Capital(first), second, loss))
        {
            Severity = pair.IsCertain ? null : DiagnosticSeverity.Info,
            Also = also.Prepend(pair.Commit.Site.Place.Mark).ToImmutableArray(),
            Chain = message.Insert(0, Name(method.Owner)),
            Steps = pair.Message.Steps.Concat(pair.Commit.Steps).Select(s => s.Site.Place.Mark).ToImmutableArray(),
        };
    }

    private static ImmutableArray<string> Steps(Trace trace) => trace.Steps.Select(s => Name(s.Site)).ToImmutableArray();

    private static string Text(ImmutableArray<string> steps) => string.Join(" → ", steps);

    /// <summary>The type that a call is made through, where a library declares it; the type that declares it, where we do.</summary>
    private static string Name(Site site)
    {
        var declaring = site.Member?.ContainingType;
        var type = site.Row is null ? declaring ?? site.Receiver : site.Receiver ?? declaring;
        return type is null ? site.Name : $"{type.Name}.{site.Name}";
    }

    private static string Name(ISymbol member) => member.ContainingType is { } type ? $"{type.Name}.{member.Name}" : member.Name;

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
