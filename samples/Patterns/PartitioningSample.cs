using DistPatterns.Partitioning;

namespace Patterns;

/// <summary>A fifth node takes its share of the keys, and the others keep theirs.</summary>
internal static class PartitioningSample
{
    public static Task RunAsync()
    {
        string[] keys = [.. Enumerable.Range(1, 10_000).Select(order => $"order-{order}")];
        var four = PartitionMap.Create([new("a"), new("b"), new("c"), new("d")]);
        var five = four.Next([.. four.Members, new("e")]);

        var moved = keys.Where(key => four.Owner(key).Name != five.Owner(key).Name).ToList();
        Console.WriteLine($"a fifth node: {moved.Count} of {keys.Length} keys move, {moved.Count(key => five.Owner(key).Name == "e")} of them to it");
        Console.WriteLine($"by hash % nodes it would be {keys.Count(key => StableHash.Of(key) % 4 != StableHash.Of(key) % 5)}");
        Console.WriteLine($"to be handed over before map {five.Epoch} is installed: {four.Diff(five).Count} of {PartitionMap.Slots} slots");
        return Task.CompletedTask;
    }
}
