using System.Globalization;
using DistPatterns.Cli.Tests.Testing;

namespace DistPatterns.Cli.Tests;

/// <summary>samples/ShopFixed: nothing is found in it, and its orders end completed or cancelled whatever is refused or killed.</summary>
public sealed class ShopFixedTests : IDisposable
{
    private const int Killed = 128 + 9;

    private readonly string _folder = Directory.CreateTempSubdirectory("distpatterns-shop-").FullName;

    private static string App => Path.Combine(Samples.ShopFixed, "Shop.App");

    private string Database => Path.Combine(_folder, "shop.db");

    [Fact]
    public async Task Nothing_is_found_in_it()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await new Tool(output, error).Run(["check", Samples.ShopFixed, "--no-build"], TestContext.Current.CancellationToken);
        Assert.True(exit == ExitCodes.Clean, $"exit code {exit}: {output}{error}");
        Assert.Contains("No findings in 1 project", $"{output}{error}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_orders_are_completed()
    {
        var (exit, lines, _) = await SampleProcess.RunAsync(App, "--sqlite", Database, "--orders", "6");
        Assert.Equal(0, exit);
        Assert.All(Enumerable.Range(1, 6), order => Assert.Equal(["placed", "stock reserved", "paid", "completed"], StoryOf(order, lines)));
        Assert.Equal("all orders: 6 completed, 0 cancelled", lines[^1]);
    }

    [Theory]
    [InlineData("payment", new[] { "placed", "stock reserved", "payment declined", "stock given back", "cancelled" })]
    [InlineData("stock", new[] { "placed", "out of stock", "cancelled" })]
    public async Task What_was_done_for_a_refused_order_is_undone(string step, string[] story)
    {
        var (exit, lines, _) = await SampleProcess.RunAsync(App, "--sqlite", Database, "--orders", "6", "--fail", step);
        Assert.Equal(0, exit);
        Assert.All([3, 6], order => Assert.Equal(story, StoryOf(order, lines)));
        Assert.All([1, 2, 4, 5], order => Assert.Equal("completed", StoryOf(order, lines)[^1]));
        Assert.Equal("all orders: 4 completed, 2 cancelled", lines[^1]);
    }

    [Theory]
    [InlineData("payment")]
    [InlineData("stock")]
    public async Task Orders_of_a_killed_process_go_on_in_the_next(string step)
    {
        var (exit, before, _) = await SampleProcess.RunAsync(App, "--sqlite", Database, "--orders", "6", "--kill-after", step);
        Assert.Equal(Killed, exit);
        Assert.StartsWith($"-- the {step} of order", before[^1], StringComparison.Ordinal);

        (exit, var after, _) = await SampleProcess.RunAsync(App, "--sqlite", Database, "--orders", "0");
        Assert.Equal(0, exit);
        Assert.Contains(after, l => l.EndsWith("orders are under way since the last time, and go on now", StringComparison.Ordinal));
        var placed = int.Parse(after[^1].Split(' ')[2], CultureInfo.InvariantCulture); // it may have been killed before the last customer came
        Assert.InRange(placed, 1, 6);
        Assert.All(Enumerable.Range(1, placed), order =>
            Assert.Equal(["placed", "stock reserved", "paid", "completed"], StoryOf(order, before.Concat(after)).Distinct()));
        Assert.Equal($"all orders: {placed} completed, 0 cancelled", after[^1]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static List<string> StoryOf(int order, IEnumerable<string> lines)
    {
        var its = $"order {order}: ";
        return [.. lines.Where(l => l.StartsWith(its, StringComparison.Ordinal)).Select(l => l[its.Length..].Split(',')[0])];
    }
}
