using DistPatterns.Replication;

namespace Patterns;

/// <summary>A cart is changed on two nodes that do not hear of each other, and both copies end alike.</summary>
internal static class CrdtSample
{
    public static Task RunAsync()
    {
        var cart = OrSet<string>.Empty.Add("paris", "lamp").Add("paris", "chair");
        var paris = cart.Remove("lamp").Remove("chair");
        var tokyo = cart.Add("tokyo", "lamp").Add("tokyo", "table"); // once more, at the same time

        Console.WriteLine($"paris: [{Items(paris)}], tokyo: [{Items(tokyo)}]");
        Console.WriteLine($"paris merges tokyo's: [{Items(paris.Merge(tokyo))}]");
        Console.WriteLine($"tokyo merges paris's: [{Items(tokyo.Merge(paris))}]");
        return Task.CompletedTask;
    }

    private static string Items(OrSet<string> cart) => string.Join(", ", cart.Order(StringComparer.Ordinal));
}
