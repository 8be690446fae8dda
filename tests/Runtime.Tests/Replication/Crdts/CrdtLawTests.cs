using DistPatterns.Replication;
using FsCheck;
using FsCheck.Fluent;

namespace DistPatterns.Runtime.Tests.Replication;

public sealed class CrdtLawTests
{
    [Fact]
    public void A_version_vector_keeps_the_laws() => Replicas.KeepTheLaws(VersionVector.Empty, (vector, node, choice) => vector.Increment(node, choice + 1));

    [Fact]
    public void A_growing_counter_keeps_the_laws() => Replicas.KeepTheLaws(GCounter.Zero, (counter, node, choice) => counter.Increment(node, choice + 1));

    [Fact]
    public void A_counter_keeps_the_laws() =>
        Replicas.KeepTheLaws(PNCounter.Zero, (counter, node, choice) => choice % 2 == 0 ? counter.Increment(node) : counter.Decrement(node, choice));

    [Fact]
    public void A_set_keeps_the_laws() =>
        Replicas.KeepTheLaws(OrSet<int>.Empty, (set, node, choice) => choice % 3 == 0 ? set.Remove(choice % 5) : set.Add(node, choice % 5));

    [Fact]
    public void A_register_of_siblings_keeps_the_laws() => Replicas.KeepTheLaws(MvRegister<int>.Empty, (register, node, choice) => register.Set(node, choice));

    [Fact]
    public void A_register_of_the_last_writer_keeps_the_laws()
    {
        long number = 0;
        Replicas.KeepTheLaws(new LwwRegister<int>(0, default), (_, node, choice) => new(choice, new(++number % 7, new Guid(node[1], 0, 0, BitConverter.GetBytes(number)))));
    }

    [Fact]
    public void The_laws_catch_a_merge_that_breaks_them() =>
        Assert.ThrowsAny<Exception>(() => Replicas.KeepTheLaws(new Sum(0), (sum, _, choice) => new(sum.Value + choice)));

    private sealed record Sum(int Value) : ICrdt<Sum>
    {
        public Sum Merge(Sum other) => new(Value + other.Value);
    }
}
