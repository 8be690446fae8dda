using Polly;

namespace DistPatterns.Benchmarks;

/// <summary>Calls through one pipeline by so many threads at once, each with a context of its own.</summary>
internal sealed class ConcurrentCalls : IDisposable
{
    /// <summary>By all threads together in one run: long enough that starting the threads does not count.</summary>
    public const int Count = 200_000;

    private readonly ResiliencePipeline<string> pipeline;
    private readonly Barrier start;
    private readonly Barrier end;
    private readonly Thread[] others;
    private readonly int callsPerThread;
    private volatile bool isDisposed;

    public ConcurrentCalls(ResiliencePipeline<string> pipeline, int threads)
    {
        this.pipeline = pipeline;
        callsPerThread = Count / threads;
        start = new Barrier(threads);
        end = new Barrier(threads);
        others = [.. Enumerable.Range(1, threads - 1).Select(_ => new Thread(RunUntilDisposed) { IsBackground = true })];
        Array.ForEach(others, thread => thread.Start());
    }

    public void Run()
    {
        start.SignalAndWait();
        Call();
        end.SignalAndWait();
    }

    public void Dispose()
    {
        isDisposed = true;
        start.SignalAndWait();
        Array.ForEach(others, thread => thread.Join());
        start.Dispose();
        end.Dispose();
    }

    private void RunUntilDisposed()
    {
        while (true)
        {
            start.SignalAndWait();
            if (isDisposed)
            {
                return;
            }

            Call();
            end.SignalAndWait();
        }
    }

    private void Call()
    {
        var context = ResilienceContextPool.Shared.Get();
        for (var call = 0; call < callsPerThread; call++)
        {
            pipeline.ExecuteOutcomeAsync(static (_, _) => Outcome.FromResultAsValueTask("ok"), context, 0).GetAwaiter().GetResult();
        }

        ResilienceContextPool.Shared.Return(context);
    }
}
