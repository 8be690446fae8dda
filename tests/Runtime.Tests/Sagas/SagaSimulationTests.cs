using DistPatterns.Messaging;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using DistPatterns.Runtime.Tests.Simulation;

namespace DistPatterns.Runtime.Tests.Sagas;

/// <summary>
/// Orders on their way through a network that reorders, doubles and hands over several messages together, processes that die before and after their commits, and participants that refuse, throw
/// and answer late. Each saga must end completed or compensated, and its effects must be those of one that did.
/// </summary>
public sealed class SagaSimulationTests(ITestOutputHelper output)
{
    private const int Orders = 3, Limit = 3000, SeedsPerTest = 4; // of the usual 200 on a real database

    [Theory, InlineData(Engine.Postgres), InlineData(Engine.Sqlite)]
    public async Task Every_saga_ends_completed_or_compensated(Engine engine)
    {
        var random = new Random();
        await using var world = await SagaWorld.CreateAsync(engine, (what, _) => ConductOf(what, random));
        var ends = new Dictionary<string, int>();
        foreach (var seed in Seeds.Given is { } only ? [only] : Enumerable.Range(0, Math.Max(1, Seeds.Count / SeedsPerTest)))
        {
            try
            {
                random = new(seed);
                await RunAsync(world, random, seed);
                for (var order = 0; order < Orders; order++)
                {
                    var end = await EndOfAsync(world, $"{seed}-{order}");
                    ends[end] = ends.GetValueOrDefault(end) + 1;
                }
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed} fails; DISTPATTERNS_SEED={seed} repeats it. {error.Message}", error);
            }
        }

        output.WriteLine(string.Join(", ", ends.Select(e => $"{e.Value} {e.Key}")));
    }

    private static async Task RunAsync(SagaWorld world, Random random, int seed)
    {
        for (var order = 0; order < Orders; order++)
        {
            await world.PlaceAsync($"{seed}-{order}");
        }

        for (var i = 0; i < Limit; i++)
        {
            var waiting = await world.WaitingAsync();
            if (waiting.Count == 0)
            {
                return;
            }

            var now = world.Time.GetUtcNow();
            var due = waiting.Where(w => w.Due <= now).Select(w => w.Envelope).DistinctBy(e => e.Key is null ? $"{e.Id}" : $"{e.Destination} {e.Key}").ToList();
            if (due.Count == 0)
            {
                world.Time.SetUtcNow(waiting.Min(w => w.Due));
            }
            else if (random.NextDouble() < 0.1)
            {
                world.Time.Advance(TimeSpan.FromSeconds(random.Next(90)));
            }
            else
            {
                Envelope[] together = random.NextDouble() < 0.3 ? [.. due.Where(e => world.IsBatchable(e) && random.NextDouble() < 0.7)] : [];
                await DeliverAsync(world, random, together.Length > 1 ? together : [due[random.Next(due.Count)]]);
            }
        }

        throw new InvalidOperationException($"Not done after {Limit} events.");
    }

    private static async Task DeliverAsync(SagaWorld world, Random random, Envelope[] envelopes)
    {
        world.Crashes = random.NextDouble() < 0.1;
        var isLost = random.NextDouble() < 0.15; // killed after its commit, before it says so
        try
        {
            await (envelopes is [var one] ? world.DeliverAsync(one) : world.DeliverToSagaAsync(envelopes));
            foreach (var envelope in isLost ? [] : envelopes)
            {
                await TableOutbox.DeleteAsync(world.Database.Source, envelope.Id);
            }
        }
        catch (Exception e) when (e is CrashException || e.Message.EndsWith(" throws.", StringComparison.Ordinal))
        {
            // it comes again
        }

        var restarts = world.Crashes && random.NextDouble() < 0.2;
        world.Crashes = false;
        if (restarts)
        {
            world.Restart();
        }
    }

    private static Conduct ConductOf(string what, Random random) => (what, random.NextDouble()) switch
    {
        (_, < 0.2) => Conduct.Throw,
        ("reserve" or "release" or "approve" or "cancel", < 0.3) => Conduct.RefuseForGood,
        ("reserve" or "release" or "approve" or "cancel" or "thank", _) => Conduct.Obey,
        (_, < 0.3) => Conduct.Refuse,
        (_, < 0.45) => Conduct.ObeyLate,
        (_, < 0.5) => Conduct.RefuseLate,
        _ => Conduct.Obey,
    };

    private static async Task<string> EndOfAsync(SagaWorld world, string order)
    {
        var status = (await world.StatusAsync(order)).Split(':')[0];
        Dictionary<string, long> effects = [];
        foreach (var what in new[] { "charge", "refund", "reserve", "release", "approve", "ship", "thank", "cancel" })
        {
            effects[what] = await world.CountAsync(what, order);
        }

        var isRight = status switch
        {
            "Completed" => (effects["charge"], effects["reserve"], effects["approve"], effects["ship"], effects["thank"], effects["refund"], effects["release"], effects["cancel"]) == (1, 1, 1, 1, 1, 0, 0, 0),
            "Compensated" => effects["charge"] <= effects["refund"] && effects["refund"] <= 1 && effects["reserve"] == effects["release"] && effects["ship"] + effects["thank"] == 0 && effects["cancel"] == 1,
            _ => false,
        };
        return isRight ? status : throw new InvalidOperationException($"The order {order} ends {await world.StatusAsync(order)} with {string.Join(' ', effects)}.");
    }
}
