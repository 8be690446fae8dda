using BenchmarkDotNet.Attributes;
using DistPatterns.Partitioning;

namespace DistPatterns.Benchmarks.Partitioning;

/// <summary>The owner of a key whose hash is known. Target: at most a tenth of the ring's time.</summary>
public class PartitionLookupBenchmarks
{
    private const int Keys = 4_096;

    private readonly ulong[] hashes = [.. Enumerable.Range(0, Keys).Select(i => StableHash.Of(i))];
    private HashRing ring = null!;
    private PartitionMap map = null!;

    [Params(10, 100)]
    public int Nodes { get; set; }

    [GlobalSetup]
    public void Build()
    {
        string[] names = [.. Enumerable.Range(0, Nodes).Select(i => $"node-{i}")];
        ring = new(names);
        map = PartitionMap.Create(names.Select(name => new PartitionMember(name)));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Keys)]
    public int Ring160()
    {
        var sum = 0;
        foreach (var hash in hashes)
        {
            sum += ring.Owner(hash).Length;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Keys)]
    public int PartitionMapOwner()
    {
        var sum = 0;
        foreach (var hash in hashes)
        {
            sum += map.Owner(hash).Name.Length;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Keys)]
    public int Jump()
    {
        var sum = 0;
        foreach (var hash in hashes)
        {
            sum += JumpHash.Bucket(hash, Nodes);
        }

        return sum;
    }
}
