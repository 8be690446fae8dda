namespace DistPatterns.Benchmarks.Outbox;

/// <summary>Measures contenders in turn, round after round, so that what the machine does meanwhile strikes all of them; the first round is not counted.</summary>
internal sealed class Rounds(int count, Action<string> tell)
{
    /// <summary>What each contender gave in each round: its columns.</summary>
    public async Task<IReadOnlyList<double[]>[]> RunAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        var measured = scenario.Contenders.Select(_ => new List<double[]>()).ToArray();
        for (var round = 0; round <= count; round++)
        {
            for (var turn = 0; turn < measured.Length; turn++)
            {
                var who = (turn + round) % measured.Length; // each comes first once
                var figures = await scenario.Contenders[who].Contender.MeasureAsync(cancellationToken);
                tell($"{scenario.Title}, {(round == 0 ? "to warm up" : $"round {round}")}: {scenario.Contenders[who].Contender.Name}: {string.Join(", ", figures.Select(f => $"{f:0.##}"))}");
                if (round > 0)
                {
                    measured[who].Add(figures);
                }
            }
        }

        return measured;
    }
}
