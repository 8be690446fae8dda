using System.Collections.Concurrent;
using System.Diagnostics;

namespace DistPatterns.Runtime.Tests.Tracing;

/// <summary>The spans of a source that have ended, of those that a test means: others run beside it.</summary>
internal sealed class RecordedSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public RecordedSpans(string source, Func<Activity, bool> isMeant)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = candidate => candidate.Name == source,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (isMeant(span))
                {
                    _ended.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<Activity> Ended => _ended;

    public void Dispose() => _listener.Dispose();
}
