using DistPatterns.Caching;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;

namespace DistPatterns.Runtime.Tests.Caching;

public sealed class GenerationsTests
{
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(10);

    [Fact]
    public void The_order_in_which_invalidations_are_heard_does_not_matter() =>
        Prop.ForAll(ArbMap.Default.ArbFor<ulong[]>(), stamps =>
        {
            var (one, other) = (New(), New());
            Array.ForEach(stamps, s => one.Advance("k", s));
            Array.ForEach([.. stamps.Reverse()], s => other.Advance("k", s));
            return one.Of("k") == other.Of("k");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Who_expects_a_generation_that_has_ended_does_not_advance_it()
    {
        var generations = New();
        generations.Advance("k", 5);

        Assert.False(generations.TryAdvance("k", 0, 7));
        Assert.Equal(5ul, generations.Of("k"));
        Assert.True(generations.TryAdvance("k", 5, 7));
        Assert.Equal(12ul, generations.Of("k"));
    }

    [Fact]
    public void A_key_is_forgotten_only_when_nothing_of_its_first_generation_can_be_left()
    {
        var time = new FakeTimeProvider();
        var generations = New(time);
        generations.Advance("quiet", 5);
        time.Advance(Retention);
        generations.Advance("other", 1); // sweeps, at the very limit
        Assert.Equal(5ul, generations.Of("quiet"));

        time.Advance(Retention);
        generations.Advance("busy", 1);

        Assert.Equal(0ul, generations.Of("quiet"));
        Assert.Equal(2, generations.Count);
    }

    [Fact]
    public void Lifetimes_differ_by_the_jitter_and_never_exceed_the_expiry() =>
        Prop.ForAll(
            Gen.Zip(Gen.Choose(1, 604_800_000), Gen.Zip(Gen.Choose(0, 900), Gen.Choose(0, 1000))).ToArbitrary(),
            sample =>
            {
                var (expiry, jitter, at) = (TimeSpan.FromMilliseconds(sample.Item1), sample.Item2.Item1 / 1000.0, sample.Item2.Item2 / 1000.0);
                var lifetime = JitteredExpiry.Of(expiry, jitter, at);
                return lifetime <= expiry && lifetime >= expiry * (1 - jitter) - TimeSpan.FromTicks(1) && lifetime > TimeSpan.Zero;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_filled_together_does_not_expire_together()
    {
        var expiry = new JitteredExpiry(new() { Expiry = TimeSpan.FromMinutes(10), Jitter = 0.1 });

        var lifetimes = Enumerable.Range(0, 1000).Select(_ => expiry.Next().Expiration!.Value).ToList();

        Assert.InRange(lifetimes.Distinct().Count(), 20, 64);
        Assert.All(lifetimes, l => Assert.InRange(l, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10)));
    }

    private static Generations New(TimeProvider? time = null) => new(Retention, time ?? new FakeTimeProvider());
}
