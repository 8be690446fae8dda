using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace DistPatterns.Runtime.Tests.Http;

/// <summary>A server that answers its first requests by a script and the others with 200.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<RequestDelegate> _script;
    private readonly ConcurrentQueue<string> _bodies = [];
    private LoopbackServer? _server;

    private ScriptedServer(RequestDelegate[] script) => _script = new(script);

    public Uri Address => _server!.Address;

    public int Requests => _bodies.Count;

    public IReadOnlyCollection<string> Bodies => _bodies;

    public IHeaderDictionary? LastHeaders { get; private set; }

    public static async Task<ScriptedServer> StartAsync(params RequestDelegate[] script)
    {
        var server = new ScriptedServer(script);
        server._server = await LoopbackServer.StartAsync(server.HandleAsync);
        return server;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        _bodies.Enqueue(await reader.ReadToEndAsync(context.RequestAborted));
        LastHeaders = new HeaderDictionary(context.Request.Headers.ToDictionary());
        if (_script.TryDequeue(out var handle))
        {
            await handle(context);
        }
    }
}
