using DistPatterns.Outbox;
using DistPatterns.Resilience;
using DistPatterns.Sagas;

namespace DistPatterns.Runtime.Tests.Resilience.Retry;

public sealed class ExponentialDelayTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory, InlineData(0, 1), InlineData(1, 2), InlineData(5, 32), InlineData(6, 60), InlineData(62, 60), InlineData(int.MaxValue, 60)]
    public void It_doubles_up_to_the_longest(int doublings, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), ExponentialDelay.After(Second, Minute, doublings));

    [Theory, InlineData(41), InlineData(1_000), InlineData(int.MaxValue)]
    public void What_keeps_trying_keeps_waiting(int attempts)
    {
        Assert.InRange(SagaRetry.Default.After(attempts, new Random(1)), Minute / 2, Minute);
        Assert.InRange(new JitteredBackoff(10 * Second, Minute, new Random(1)).After(attempts), Minute / 2, Minute);
    }
}
