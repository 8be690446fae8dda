using DistPatterns.Discovery;

namespace Patterns;

/// <summary>Of three endpoints one fails: it is left out for a while, and one that takes its place is called.</summary>
internal static class DiscoverySample
{
    public static Task RunAsync()
    {
        var pool = new EndpointPool<string>(new LoadBalancingOptions { FailuresToEject = 1 }); // AddLoadBalancing() does this for an HttpClient
        pool.Update(["a", "b", "c"]);

        var calls = Enumerable.Range(0, 1000).Select(_ => Call(pool)).ToList();
        Console.WriteLine($"{calls.Count} calls: {calls.Count(endpoint => endpoint == "b")} to b, which fails and is left out");

        pool.Update(["a", "c", "d"]);
        calls = [.. Enumerable.Range(0, 1000).Select(_ => Call(pool))];
        Console.WriteLine($"d takes its place: it is {(calls.Contains("d") ? "called" : "not called")}, and {pool.EjectedCount} are left out");
        return Task.CompletedTask;
    }

    private static string Call(EndpointPool<string> pool)
    {
        var call = pool.Pick();
        if (call.Endpoint == "b")
        {
            call.Failed();
        }
        else
        {
            call.Succeeded();
        }

        return call.Endpoint;
    }
}
