using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Discovery;

/// <summary>A client that lives as long as its process keeps the connections that it has, and the address that they were made to: it never asks the name server again.</summary>
/// <remarks>
/// Silent where the handler renews its connections or is not in sight; for clients that may be short-lived, in console tools and apps of
/// phones and browsers, for the machine itself, and in tests.
/// </remarks>
internal sealed class StaleDns() : CallRule(Definition)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP8002",
        title: "Client never asks for the address again",
        messageFormat: "'{0}' lives as long as the process and keeps its connections: when the name of its peer leads elsewhere, calls go on to the old address. "
            + "Set 'PooledConnectionLifetime' of a SocketsHttpHandler.",
        category: Family.Discovery,
        defaultSeverity: DiagnosticSeverity.Info);

    private static readonly string[] Apps = { "Microsoft.AspNetCore.Components.WebAssembly", "Microsoft.Maui", "Xamarin", "Avalonia", "PresentationFramework" };

    public override bool Concerns(Row row) => row.Kind == RowKind.New && row.Has(Effect.Client);

    public override Finding? Judge(ModelledCall call, Settings settings) =>
        call.Operation is IObjectCreationOperation made && ValueOrigins.TargetOf(made) is { } kept && LivesWithProcess(kept) && KeepsConnections(made)
        && !IsLoopback(made) && made.SemanticModel is { Compilation: var program } && !Startup.IsTool(program) && !IsApp(program)
            ? Finding.At(made, kept.Name)
            : null;

    /// <summary>A static member, or one of a hosted service, which is started once.</summary>
    private static bool LivesWithProcess(ISymbol holder) => holder is IFieldSymbol or IPropertySymbol
        && (holder.IsStatic || holder.ContainingType.AllInterfaces.Any(i => i.Name == "IHostedService"));

    private static bool KeepsConnections(IObjectCreationOperation client) => Arguments.Named(client.Arguments, "handler") is not { } handler
        || ValueFlow.Initial(handler) is IObjectCreationOperation { Type.Name: "HttpClientHandler" }
            or IObjectCreationOperation { Type.Name: "SocketsHttpHandler", Initializer: null };

    private static bool IsLoopback(IObjectCreationOperation client) => Arguments.Initialised(client)
        .Any(s => s.Target is IPropertyReferenceOperation { Property.Name: "BaseAddress" } && KnownText.Of(s.Value) is { } text && Address.Of(text) is { IsLoopback: true });

    private static bool IsApp(Compilation program) =>
        program.ReferencedAssemblyNames.Any(r => Array.Exists(Apps, a => r.Name.StartsWith(a, StringComparison.Ordinal)));
}
