using System.Diagnostics;
using DistPatterns.Tracing;

namespace DistPatterns.Replication;

/// <summary>The activity source <c>DistPatterns.Replication</c>.</summary>
internal static class ReplicationTraces
{
    private static readonly ActivitySource Source = new("DistPatterns.Replication");

    /// <summary>Runs an operation in a span of its own, which says by which quorums; not for which key, whose values are many and may be private.</summary>
    public static ValueTask<T> RunAsync<T>(string operation, QuorumOptions options, Func<ValueTask<T>> run) =>
        Source.RunAsync(operation, span =>
        {
            span?.SetTag("quorum.mode", options.Mode.ToString()).SetTag("quorum.n", options.N).SetTag("quorum.w", options.W).SetTag("quorum.r", options.R);
            return run();
        });

    /// <summary>Asks nodes for their positions in a span of its own, which says how many.</summary>
    public static ValueTask<T> AskAsync<T>(string operation, int nodes, Func<ValueTask<T>> ask) =>
        Source.RunAsync(operation, span =>
        {
            span?.SetTag("replicas", nodes);
            return ask();
        });
}
