using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.ServiceDiscovery;

namespace DistPatterns.Registry;

/// <summary>
/// Gives the live instances of one service, and a change token that fires when they change. While the database is away, the
/// last that were seen are given: a registry that is down must not take its services with it.
/// </summary>
/// <remarks>
/// It polls by itself, because service discovery stops its own polling as soon as any provider's token has callbacks, as
/// the one of configuration does, and nothing notifies of an instance that merely falls silent.
/// </remarks>
internal sealed partial class PostgresServiceEndpointProvider(
    ServiceEndpointQuery query, IReadOnlyList<string> schemes, PostgresServiceRegistry registry, TimeSpan interval, TimeProvider time, ILogger logger)
    : IServiceEndpointProvider, IHostNameFeature
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _first = new(1, 1);
    private volatile Sighting? _seen;
    private Task _watch = Task.CompletedTask;

    string IHostNameFeature.HostName => query.ServiceName;

    public async ValueTask PopulateAsync(IServiceEndpointBuilder endpoints, CancellationToken cancellationToken)
    {
        if (endpoints.Endpoints.Count != 0)
        {
            return; // a provider before this one, such as configuration, has the word
        }

        var seen = _seen ?? await LookFirstAsync(cancellationToken).ConfigureAwait(false);
        foreach (var instance in seen.Instances)
        {
            var endpoint = ServiceEndpoint.Create(new UriEndPoint(instance.Address));
            endpoint.Features.Set<IServiceEndpointProvider>(this);
            endpoint.Features.Set<IHostNameFeature>(this);
            endpoints.Endpoints.Add(endpoint);
        }

        endpoints.AddChangeToken(new CancellationChangeToken(seen.Changed.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watch.ConfigureAwait(false);
        _stop.Dispose();
        _first.Dispose();
    }

    public override string ToString() => "PostgreSQL registry";

    private async Task<Sighting> LookFirstAsync(CancellationToken cancellationToken)
    {
        await _first.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_seen is null)
            {
                _seen = await LookAsync(cancellationToken).ConfigureAwait(false);
                _watch = WatchAsync();
            }

            return _seen;
        }
        finally
        {
            _first.Release();
        }
    }

    private async Task WatchAsync()
    {
        var away = false;
        while (true)
        {
            await Task.Delay(interval, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                var now = await LookAsync(_stop.Token).ConfigureAwait(false);
                away = false;
                if (_seen is { } before && !now.Instances.SequenceEqual(before.Instances))
                {
                    _seen = now;
                    before.Changed.Cancel();
                }
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (!away)
                {
                    RegistryAway(e, query.ServiceName);
                }

                away = true;
            }
        }
    }

    private async Task<Sighting> LookAsync(CancellationToken cancellationToken)
    {
        var alive = await registry.FindAsync(query.ServiceName, cancellationToken).ConfigureAwait(false);
        var named = alive.Where(i => i.EndpointName == (query.EndpointName ?? "")).ToArray();
        // "https+http://orders" asks for the first scheme that anybody has
        var scheme = schemes.FirstOrDefault(s => named.Any(i => i.Address.Scheme == s));
        return new(schemes.Count == 0 ? named : [.. named.Where(i => i.Address.Scheme == scheme)]);
    }

    [LoggerMessage(1, LogLevel.Warning, "The registry is away; '{Service}' keeps the instances that were last seen.", EventName = "RegistryAway")]
    private partial void RegistryAway(Exception exception, string service);

    private sealed class Sighting(ServiceInstance[] instances)
    {
        public ServiceInstance[] Instances => instances;

        public CancellationTokenSource Changed { get; } = new();
    }
}
