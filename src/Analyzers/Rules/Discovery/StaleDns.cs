using System.Collections.Immutable;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Discovery;

/// <summary>
/// A client that lives as long as its process keeps the connections that it has, and the address that they were made to: it never asks the name server again.
/// One of the factory does, as long as it is not kept: the handler behind it is renewed for the next.
/// </summary>
/// <remarks>
/// Silent where the handler renews its connections or is not in sight; for clients that may be short-lived, in console tools and apps of
/// phones and browsers, for the machine itself, and in tests. While typing, the registrations that make a class a singleton are not in sight.
/// </remarks>
internal sealed class StaleDns() : ScopeRule(Definition, Effect.Client)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP8002",
        title: "Client never asks for the address again",
        messageFormat: "'{0}' lives as long as the process and keeps its connections: when the name of its peer leads elsewhere, "
            + "calls go on to the old address. {1}.",
        category: Family.Discovery,
        defaultSeverity: DiagnosticSeverity.Info);

    private static readonly string[] Apps = { "Microsoft.AspNetCore.Components.WebAssembly", "Microsoft.Maui", "Xamarin", "Avalonia", "PresentationFramework" };

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings)
    {
        var singletons = new Singletons(graph);
        return graph.Modelled.Where(s => s.Site.Has(Effect.Client) && singletons.Hold(s.Site.Target)).Select(s => Judge(s, graph)).OfType<Finding>();
    }

    private static Finding? Judge(SiteOf at, EffectGraph graph)
    {
        if (at.BindOperation() is not { SemanticModel.Compilation: var program } made || Startup.IsTool(program) || IsApp(program))
            return null;
        return made switch
        {
            IObjectCreationOperation created when KeepsConnections(created) && !IsLoopback(created) =>
                Finding.At(made, at.Site.Target!.Name, "Set 'PooledConnectionLifetime' of a SocketsHttpHandler"),
            IInvocationOperation when !graph.Registrations.Declaring("connection-lifetime").Any() =>
                new(at.Site.Place.GetLocation(), ImmutableArray.Create(at.Site.Target!.Name, "Ask the factory for each use")),
            _ => null,
        };
    }

    private static bool KeepsConnections(IObjectCreationOperation client) => Arguments.Named(client.Arguments, "handler") is not { } handler
        || ValueFlow.Initial(handler) is IObjectCreationOperation { Type.Name: "HttpClientHandler" }
            or IObjectCreationOperation { Type.Name: "SocketsHttpHandler", Initializer: null };

    private static bool IsLoopback(IObjectCreationOperation client) => Arguments.Initialised(client).Any(s =>
        s.Target is IPropertyReferenceOperation { Property.Name: "BaseAddress" }
        && KnownText.Of(s.Value) is { } text
        && Address.Of(text) is { IsLoopback: true });

    private static bool IsApp(Compilation program) =>
        program.ReferencedAssemblyNames.Any(r => Array.Exists(Apps, a => r.Name.StartsWith(a, StringComparison.Ordinal)));
}
