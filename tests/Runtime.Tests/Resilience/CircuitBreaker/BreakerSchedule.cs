using FsCheck;
using FsCheck.Fluent;

namespace DistPatterns.Runtime.Tests.Resilience;

internal enum Step
{
    Enter,
    ExitOldest,
    ExitNewest,
    Wait,
    Isolate,
    Close,
}

internal enum Fate
{
    Success,
    Failure,
    Slow,
    Cancelled,
}

/// <summary>One command of a schedule: what happens, how the call that it ends went, and how long it waits.</summary>
internal readonly record struct Command(Step Step, Fate Fate, int Milliseconds);

internal static class BreakerSchedule
{
    private static readonly Gen<Step> Steps = Gen.Frequency(
        (8, Gen.Constant(Step.Enter)),
        (4, Gen.Constant(Step.ExitOldest)),
        (4, Gen.Constant(Step.ExitNewest)),
        (4, Gen.Constant(Step.Wait)),
        (1, Gen.Elements(Step.Isolate, Step.Close)));

    private static readonly Gen<Fate> Fates = Gen.Frequency(
        (5, Gen.Constant(Fate.Success)),
        (5, Gen.Constant(Fate.Failure)),
        (1, Gen.Elements(Fate.Slow, Fate.Cancelled)));

    private static readonly Gen<int> Waits = Gen.Elements(1, 7, 100, 500, 1_000, 2_500, 10_000);

    /// <summary>Schedules of 200 commands; a failing one is cut down to the commands it needs.</summary>
    public static Arbitrary<Command[]> Schedules { get; } = Arb.From(
        Gen.ArrayOf(
            from step in Steps from fate in Fates from wait in Waits select new Command(step, fate, wait),
            200),
        Shorter);

    private static IEnumerable<Command[]> Shorter(Command[] schedule)
    {
        for (var length = schedule.Length / 2; length > 0; length /= 2)
        {
            for (var start = 0; start + length <= schedule.Length; start += length)
            {
                yield return [.. schedule[..start], .. schedule[(start + length)..]];
            }
        }
    }
}
