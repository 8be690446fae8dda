using DistPatterns.Replication;
using FsCheck;
using FsCheck.Fluent;

namespace DistPatterns.Runtime.Tests.Replication;

/// <summary>The laws of a CRDT, over states that three replicas can really come to: by changes of their own, and merges in any order.</summary>
internal static class Replicas
{
    /// <summary>Checks that merge is commutative, associative and idempotent.</summary>
    /// <param name="empty">What every replica begins with.</param>
    /// <param name="change">A change that a replica makes, chosen by a number.</param>
    public static void KeepTheLaws<T>(T empty, Func<T, string, int, T> change)
        where T : class, ICrdt<T> =>
        Prop.ForAll(Reached(empty, change), states =>
        {
            var (a, b, c) = (states[0], states[1], states[2]);
            return a.Merge(b).Equals(b.Merge(a))
                && a.Merge(b).Merge(c).Equals(a.Merge(b.Merge(c)))
                && a.Merge(a).Equals(a)
                && a.Merge(b).Merge(b).Equals(a.Merge(b));
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<T[]> Reached<T>(T empty, Func<T, string, int, T> change)
        where T : class, ICrdt<T> =>
        Gen.ListOf(Gen.Zip(Gen.Choose(0, 2), Gen.Choose(0, 40))).Select(steps =>
        {
            T[] states = [empty, empty, empty];
            foreach (var (replica, choice) in steps)
            {
                states[replica] = choice < 30 ? change(states[replica], $"n{replica}", choice) : states[replica].Merge(states[choice % 3]);
            }

            return states;
        }).ToArbitrary();
}
