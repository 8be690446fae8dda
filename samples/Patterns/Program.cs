using Patterns;

(string Name, Func<Task> RunAsync)[] samples =
[
    ("resilience", ResilienceSample.RunAsync),
    ("breaker", BreakerSample.RunAsync),
    ("bulkhead", BulkheadSample.RunAsync),
    ("budget", RetryBudgetSample.RunAsync),
    ("quorum", QuorumSample.RunAsync),
    ("crdt", CrdtSample.RunAsync),
    ("partitioning", PartitioningSample.RunAsync),
    ("lease", LeaseSample.RunAsync),
    ("election", ElectionSample.RunAsync),
    ("caching", CachingSample.RunAsync),
    ("discovery", DiscoverySample.RunAsync),
    ("decide", DecideSample.RunAsync),
];

var names = samples.Select(sample => sample.Name);
if (args.Except(names).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no sample '{unknown}'. There are: {string.Join(", ", names)}.");
    return 2;
}

foreach (var (name, runAsync) in samples.Where(sample => args.Length == 0 || args.Contains(sample.Name)))
{
    Console.WriteLine($"== {name}");
    await runAsync();
}

return 0;
