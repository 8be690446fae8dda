using BenchmarkDotNet.Attributes;
using Polly;

namespace DistPatterns.Benchmarks;

/// <summary>The success path of a strategy of ours beside that of Polly's, on one and on two threads.</summary>
[MemoryDiagnoser]
public abstract class StrategyBenchmarks
{
    private ConcurrentCalls polly = null!;
    private ConcurrentCalls ours = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        polly = new ConcurrentCalls(AddPollys(new ResiliencePipelineBuilder<string>()).Build(), Threads);
        ours = new ConcurrentCalls(AddOurs(new ResiliencePipelineBuilder<string>()).Build(), Threads);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        polly.Dispose();
        ours.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = ConcurrentCalls.Count)]
    public void Polly() => polly.Run();

    [Benchmark(OperationsPerInvoke = ConcurrentCalls.Count)]
    public void DistPatterns() => ours.Run();

    protected abstract ResiliencePipelineBuilder<string> AddPollys(ResiliencePipelineBuilder<string> builder);

    protected abstract ResiliencePipelineBuilder<string> AddOurs(ResiliencePipelineBuilder<string> builder);
}
