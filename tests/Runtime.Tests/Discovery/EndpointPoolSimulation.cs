using DistPatterns.Discovery;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Discovery;

/// <summary>Calls against endpoints of given latency and failure rate, in virtual time, from one seed.</summary>
internal sealed class EndpointPoolSimulation
{
    private readonly FakeTimeProvider _time = new();
    private readonly PriorityQueue<(EndpointCall<int> Call, bool Fails), DateTimeOffset> _answers = new();
    private readonly Random _random;
    private readonly EndpointPool<int> _pool;

    public EndpointPoolSimulation(int seed, LoadBalancingOptions options)
    {
        _random = new Random(seed);
        _pool = new EndpointPool<int>(options, _time, _random);
    }

    public EndpointBehaviour[] Endpoints { get; private set; } = [];

    public Dictionary<int, int> CallsTo { get; } = [];

    public int Ejected => _pool.EjectedCount;

    public int MostEjected { get; private set; }

    public void SetEndpoints(params EndpointBehaviour[] endpoints)
    {
        Endpoints = endpoints;
        _pool.Update(Enumerable.Range(0, endpoints.Length));
    }

    /// <summary>Sends calls at random moments about <paramref name="pause"/> apart and lets each end after its endpoint's latency.</summary>
    public void Send(int calls, TimeSpan pause, Action<int>? inspect = null)
    {
        for (var sent = 0; sent < calls; sent++)
        {
            PassTime(_time.GetUtcNow() + (pause * (2 * _random.NextDouble())));
            var call = _pool.Pick();
            var endpoint = Endpoints[call.Endpoint];
            CallsTo[call.Endpoint] = CallsTo.GetValueOrDefault(call.Endpoint) + 1;
            var latency = endpoint.Latency * (0.5 + _random.NextDouble());
            _answers.Enqueue((call, _random.NextDouble() < endpoint.FailureRate), _time.GetUtcNow() + latency);
            Inspect(inspect);
        }
    }

    public void PassTime(TimeSpan time) => PassTime(_time.GetUtcNow() + time);

    private void PassTime(DateTimeOffset until)
    {
        while (_answers.TryPeek(out var answer, out var at) && at <= until)
        {
            _answers.Dequeue();
            _time.SetUtcNow(at);
            if (answer.Fails)
            {
                answer.Call.Failed();
            }
            else
            {
                answer.Call.Succeeded();
            }

            Inspect(null);
        }

        _time.SetUtcNow(until);
    }

    private void Inspect(Action<int>? inspect)
    {
        MostEjected = Math.Max(MostEjected, Ejected);
        inspect?.Invoke(Ejected);
    }
}

internal sealed record EndpointBehaviour(TimeSpan Latency, double FailureRate);
