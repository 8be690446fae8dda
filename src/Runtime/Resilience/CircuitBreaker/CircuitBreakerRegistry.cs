using System.Collections;
using System.Collections.Concurrent;

namespace DistPatterns.Resilience;

/// <summary>The monitors of an application's circuit breakers, by name. Safe for concurrent use.</summary>
public sealed class CircuitBreakerRegistry : IReadOnlyCollection<CircuitBreakerMonitor>
{
    private readonly ConcurrentDictionary<string, CircuitBreakerMonitor> _monitors = new(StringComparer.Ordinal);

    /// <summary>How many monitors there are.</summary>
    public int Count => _monitors.Count;

    /// <summary>The monitor of that name, made when it is first asked for; give it to the options of a breaker.</summary>
    public CircuitBreakerMonitor Monitor(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _monitors.GetOrAdd(name, static name => new CircuitBreakerMonitor(name));
    }

    /// <inheritdoc/>
    public IEnumerator<CircuitBreakerMonitor> GetEnumerator() => _monitors.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
