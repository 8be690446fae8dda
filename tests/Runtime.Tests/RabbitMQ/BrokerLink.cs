using System.Net;
using System.Net.Sockets;

namespace DistPatterns.Runtime.Tests.RabbitMQ;

/// <summary>A way to the broker that can be cut, and whose answers can be held back.</summary>
internal sealed class BrokerLink : IAsyncDisposable
{
    private readonly Uri _broker;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _clients = [];
    private volatile TaskCompletionSource _answers = Open();
    private volatile bool _isUp = true;
    private long _sent;

    public BrokerLink(Uri broker)
    {
        _broker = broker;
        _listener.Start();
        Address = new UriBuilder(broker) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Bytes that clients have sent through.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public void HoldAnswers() => _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ReleaseAnswers() => _answers.TrySetResult();

    /// <summary>Cuts all connections; new ones are let through if it stays up.</summary>
    public void Cut(bool staysUp = true)
    {
        _isUp = staysUp;
        lock (_lock)
        {
            _clients.ForEach(c => c.Dispose());
            _clients.Clear();
        }
    }

    public void BringUp() => _isUp = true;

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Cut();
        ReleaseAnswers();
        return ValueTask.CompletedTask;
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                if (!_isUp)
                {
                    client.Dispose();
                    continue;
                }

                var broker = new TcpClient();
                await broker.ConnectAsync(_broker.Host, _broker.Port);
                lock (_lock)
                {
                    _clients.AddRange([client, broker]);
                }

                _ = PumpAsync(client, broker, count => Interlocked.Add(ref _sent, count), wait: () => Task.CompletedTask);
                _ = PumpAsync(broker, client, _ => { }, wait: () => _answers.Task);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private static async Task PumpAsync(TcpClient from, TcpClient to, Action<int> count, Func<Task> wait)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is var length and > 0)
            {
                await wait();
                await to.GetStream().WriteAsync(buffer.AsMemory(0, length));
                count(length);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
