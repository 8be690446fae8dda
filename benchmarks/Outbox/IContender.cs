namespace DistPatterns.Benchmarks.Outbox;

/// <summary>One of those that are compared.</summary>
internal interface IContender
{
    string Name { get; }

    /// <summary>Does the work once, with tables and queues of its own, and gives a figure for each column of its scenario.</summary>
    Task<double[]> MeasureAsync(CancellationToken cancellationToken);
}
