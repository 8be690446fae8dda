using DistPatterns.Discovery;

namespace DistPatterns.Runtime.Tests.Discovery;

public sealed class EndpointPoolSimulationTests(ITestOutputHelper output)
{
    private static readonly EndpointBehaviour Fast = new(TimeSpan.FromMilliseconds(10), 0);
    private static readonly EndpointBehaviour Slow = new(TimeSpan.FromMilliseconds(200), 0);
    private static readonly EndpointBehaviour Broken = new(TimeSpan.FromMilliseconds(1), 1);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 100)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Never_more_are_left_out_than_the_cap_allows_and_all_come_back(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var share = random.NextDouble() * 0.9;
        var simulation = new EndpointPoolSimulation(seed, new()
        {
            MaxEjectedShare = share, FailuresToEject = random.Next(1, 4), EjectionTime = TimeSpan.FromSeconds(1), MaxEjectionTime = TimeSpan.FromSeconds(8),
        });

        // The oracle of the cap is written out here, apart from the pool's own.
        for (var phase = 0; phase < 5; phase++)
        {
            var endpoints = Enumerable.Range(0, random.Next(1, 12)).Select(_ => Any(random)).ToArray();
            var cap = endpoints.Length == 1 ? 0 : Math.Max(1, (int)Math.Floor(share * endpoints.Length));
            simulation.SetEndpoints(endpoints);
            simulation.Send(200, TimeSpan.FromMilliseconds(5), ejected => Assert.InRange(ejected, 0, cap));
        }

        simulation.SetEndpoints([.. simulation.Endpoints.Select(_ => Fast)]);
        simulation.PassTime(TimeSpan.FromSeconds(9));
        Assert.Equal(0, simulation.Ejected);

        // An old penalty keeps the load away for a while longer, but not for good.
        simulation.PassTime(TimeSpan.FromMinutes(1));
        simulation.CallsTo.Clear();
        simulation.Send(50 * simulation.Endpoints.Length, TimeSpan.FromMilliseconds(20));
        Assert.Equal(simulation.Endpoints.Length, simulation.CallsTo.Count);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_slow_endpoint_gets_a_small_part_of_the_load(int seed)
    {
        var simulation = new EndpointPoolSimulation(seed, new());
        simulation.SetEndpoints(Fast, Fast, Fast, Slow);

        simulation.Send(1000, TimeSpan.FromMilliseconds(5));

        output.WriteLine($"seed {seed}: {string.Join(' ', simulation.CallsTo.OrderBy(calls => calls.Key).Select(calls => calls.Value))}");
        Assert.InRange(simulation.CallsTo[3], 1, 125);
        Assert.All([0, 1, 2], fast => Assert.InRange(simulation.CallsTo[fast], 200, 450));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_endpoint_that_fails_fast_draws_no_load(int seed)
    {
        var simulation = new EndpointPoolSimulation(seed, new() { MaxEjectedShare = 0 }); // the choice alone, without ejection
        simulation.SetEndpoints(Fast, Fast, Fast, Broken);

        simulation.Send(1000, TimeSpan.FromMilliseconds(5));

        output.WriteLine($"seed {seed}: {simulation.CallsTo[3]} of 1000 to the broken one");
        Assert.InRange(simulation.CallsTo[3], 1, 50);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void When_all_fail_the_cap_keeps_half_of_them_in(int seed)
    {
        var simulation = new EndpointPoolSimulation(seed, new());
        simulation.SetEndpoints(Broken, Broken, Broken, Broken);
        simulation.Send(500, TimeSpan.FromMilliseconds(5));
        Assert.Equal(2, simulation.MostEjected);
    }

    private static EndpointBehaviour Any(Random random) => random.Next(3) switch
    {
        0 => Fast,
        1 => Slow with { FailureRate = random.NextDouble() },
        _ => Broken,
    };
}
