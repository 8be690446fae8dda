using DistPatterns.Partitioning;

namespace DistPatterns.Benchmarks.Partitioning;

/// <summary>The reference: a ring of 160 points a node, sorted, where a key belongs to the next point (Karger and others, 1997, as libketama has it).</summary>
internal sealed class HashRing
{
    private const int PointsPerNode = 160;

    private readonly ulong[] points;
    private readonly string[] nodes;

    public HashRing(IEnumerable<string> names)
    {
        var ring = names.SelectMany(name => Enumerable.Range(0, PointsPerNode).Select(i => (Point: StableHash.Of($"{name}-{i}"), Name: name))).OrderBy(p => p.Point).ToList();
        points = [.. ring.Select(p => p.Point)];
        nodes = [.. ring.Select(p => p.Name)];
    }

    public string Owner(ulong hash)
    {
        var at = Array.BinarySearch(points, hash);
        var next = at >= 0 ? at : ~at;
        return nodes[next == nodes.Length ? 0 : next];
    }
}
