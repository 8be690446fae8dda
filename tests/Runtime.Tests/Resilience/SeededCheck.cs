using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace DistPatterns.Runtime.Tests.Resilience;

/// <summary>A property checked from a seed that is written down, so that any run can be run again.</summary>
internal static class SeededCheck
{
    public static void Run<T>(ITestOutputHelper output, Arbitrary<T> values, Func<T, bool> property, int runs = 500)
    {
        var seed = Environment.GetEnvironmentVariable("DISTPATTERNS_TEST_SEED") is { } given
            ? ulong.Parse(given, System.Globalization.CultureInfo.InvariantCulture)
            : (ulong)Random.Shared.NextInt64();
        output.WriteLine($"DISTPATTERNS_TEST_SEED={seed}");
        var replay = new Replay(new Rnd(seed), FSharpOption<int>.None);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(runs).WithReplay(FSharpOption<Replay>.Some(replay)),
            Prop.ForAll(values, property));
    }
}
