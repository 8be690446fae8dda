namespace DistPatterns.Runtime.Tests.Declarations;

public sealed class ConsistencyModelTests
{
    private static readonly ConsistencyModel[] All = Enum.GetValues<ConsistencyModel>();

    [Fact]
    public void Implication_is_a_partial_order()
    {
        foreach (var a in All)
        {
            Assert.True(a.Implies(a));
            Assert.True(ConsistencyModel.Strong.Implies(a));
            Assert.True(a.Implies(ConsistencyModel.Eventual));
            foreach (var b in All)
            {
                Assert.False(a != b && a.Implies(b) && b.Implies(a), $"{a} and {b} imply each other");
                Assert.All(All, c => Assert.False(a.Implies(b) && b.Implies(c) && !a.Implies(c), $"{a}, {b}, {c}"));
            }
        }
    }

    [Fact]
    public void Bounded_staleness_and_causality_do_not_compare()
    {
        Assert.False(ConsistencyModel.BoundedStaleness.Implies(ConsistencyModel.Causal));
        Assert.False(ConsistencyModel.Causal.Implies(ConsistencyModel.BoundedStaleness));
        Assert.False(ConsistencyModel.BoundedStaleness.Implies(ConsistencyModel.Session));
        Assert.True(ConsistencyModel.Causal.Implies(ConsistencyModel.Session));
    }
}
