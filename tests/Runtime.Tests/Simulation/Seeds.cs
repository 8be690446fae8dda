namespace DistPatterns.Runtime.Tests.Simulation;

/// <summary>The seeds of a run: <c>DISTPATTERNS_SEEDS=10000</c> says how many, <c>DISTPATTERNS_SEED=4711</c> repeats one.</summary>
internal static class Seeds
{
    private const int Default = 200;

    /// <summary>The one that is to be repeated; null when all are run.</summary>
    public static int? Given => Number("DISTPATTERNS_SEED");

    /// <summary>How many are run.</summary>
    public static int Count => Number("DISTPATTERNS_SEEDS") ?? Default;

    /// <summary>Runs with every seed; a failure says which, and how to repeat it.</summary>
    public static void ForEach(Action<int> run)
    {
        foreach (var seed in Given is { } only ? [only] : Enumerable.Range(0, Count))
        {
            try
            {
                run(seed);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed} fails; DISTPATTERNS_SEED={seed} repeats it. {error.Message}", error);
            }
        }
    }

    /// <summary>The first seed of the usual ones for which something is found; null if for none.</summary>
    public static int? First(Func<int, bool> found) => Enumerable.Range(0, Default).Select(seed => (int?)seed).FirstOrDefault(seed => found(seed!.Value));

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : null;
}
