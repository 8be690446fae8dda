using DistPatterns.Runtime.Tests.Simulation;

namespace DistPatterns.Runtime.Tests.EntityFrameworkCore.Sequences;

/// <summary>A message is sent if and only if the save that it was enqueued for is committed, whatever stands between.</summary>
public sealed class OutboxSequenceTests
{
    /// <summary>A sequence on PostgreSQL takes ten times as long.</summary>
    [Theory]
    [InlineData("SQLite", 1)]
    [InlineData("PostgreSQL", 10)]
    public async Task Messages_share_the_fate_of_the_entities_that_are_saved_with_them(string database, int share)
    {
        await using var world = await SequenceWorld.OpenAsync(database);
        foreach (var seed in Seeds.Given is { } given ? [given] : Enumerable.Range(0, Seeds.Count / share))
        {
            await world.ClearAsync();
            await using var sequence = new OutboxSequence(world, seed);
            try
            {
                await sequence.RunAsync();
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed} fails on {database}; DISTPATTERNS_SEED={seed} repeats it.\n{sequence}\n{error.Message}", error);
            }
        }
    }
}
