using System.Net;
using System.Net.Sockets;

namespace DistPatterns.Crash;

/// <summary>The broker, in the process that is not killed: it keeps what it is sent, in the order of arrival, and confirms it.</summary>
internal sealed class Broker : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Delivered> _log = [];

    public Broker()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Delivered[] Log()
    {
        lock (_log)
        {
            return [.. _log];
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                client.NoDelay = true;
                using var from = new StreamReader(client.GetStream());
                await using var to = new StreamWriter(client.GetStream()) { AutoFlush = true };
                while (await from.ReadLineAsync() is { } line)
                {
                    if (line.Split(' ') is [var id, var key, var version] && Guid.TryParse(id, out var parsed) && long.TryParse(version, out var number))
                    {
                        lock (_log)
                        {
                            _log.Add(new(parsed, key, number));
                        }
                    }

                    await to.WriteLineAsync("ok");
                }
            }
        }
        catch (IOException)
        {
            // the child was killed
        }
    }
}

/// <summary>A message that has arrived.</summary>
internal sealed record Delivered(Guid Id, string Key, long Version);
