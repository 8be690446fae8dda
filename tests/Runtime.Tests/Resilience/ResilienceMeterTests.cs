using System.Diagnostics.Metrics;
using DistPatterns.Resilience;
using Polly;

namespace DistPatterns.Runtime.Tests.Resilience;

public sealed class ResilienceMeterTests
{
    [Fact]
    public async Task Rejections_and_limits_are_measured_under_the_names_of_their_strategies()
    {
        var name = $"orders-{Guid.NewGuid():N}"; // the meter is the process's: other tests measure too
        var measured = new List<(string Instrument, long Value)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "DistPatterns.Resilience")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (Equals(tag.Value, name))
                {
                    lock (measured)
                    {
                        measured.Add((instrument.Name, value));
                    }
                }
            }
        });
        listener.Start();
        var monitor = new CircuitBreakerMonitor(name);
        var pipeline = new ResiliencePipelineBuilder()
            .AddBulkhead(new BulkheadStrategyOptions { Name = name, MaxConcurrency = 7 })
            .AddAdvancedCircuitBreaker(new AdvancedCircuitBreakerStrategyOptions { Monitor = monitor })
            .Build();
        monitor.Isolate();
        await Assert.ThrowsAnyAsync<ExecutionRejectedException>(async () =>
            await pipeline.ExecuteAsync(_ => ValueTask.CompletedTask, TestContext.Current.CancellationToken));
        listener.RecordObservableInstruments();

        Assert.Contains(("distpatterns.breaker.transitions", 1), measured);
        Assert.Contains(("distpatterns.breaker.rejections", 1), measured);
        Assert.Contains(("distpatterns.bulkhead.limit", 7), measured);
        Assert.Contains(("distpatterns.bulkhead.in_flight", 0), measured);
    }
}
