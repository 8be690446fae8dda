namespace DistPatterns.Runtime.Tests.Declarations;

public sealed class DecideTests
{
    public static TheoryData<ConsistencyNeeds, ConsistencyModel> Models => new()
    {
        { new() { Money = true, ReadHeavy = true, ToleratesStale = true }, ConsistencyModel.Strong },
        { new() { DoubleBooking = true, Causality = true }, ConsistencyModel.Strong },
        { new() { Causality = true, ReadHeavy = true, ToleratesStale = true }, ConsistencyModel.Causal },
        { new() { ReadHeavy = true, ToleratesStale = true }, ConsistencyModel.Eventual },
        { new(), ConsistencyModel.Eventual },
    };

    public static TheoryData<ReplicationNeeds, ReplicationScheme> Schemes => new()
    {
        { new(), ReplicationScheme.LeaderFollower },
        { new() { ManyWrites = true }, ReplicationScheme.LeaderFollower },
        { new() { ManySites = true }, ReplicationScheme.LeaderWithReplicas },
        { new() { ManySites = true, ManyWrites = true }, ReplicationScheme.MultiLeader },
        { new() { ManySites = true, ManyWrites = true, MostAvailable = true }, ReplicationScheme.Leaderless },
        { new() { ManySites = true, ManyWrites = true, Consistency = ConsistencyModel.Strong }, ReplicationScheme.SynchronousLeaderFollower },
        { new() { MostAvailable = true, Consistency = ConsistencyModel.Strong }, ReplicationScheme.SynchronousLeaderFollower },
    };

    [Theory, MemberData(nameof(Models))]
    public void The_gravest_need_decides_the_model(ConsistencyNeeds needs, ConsistencyModel model)
    {
        var decision = Decide.Consistency(needs);

        Assert.Equal(model, decision.Answer);
        Assert.NotEmpty(decision.Reason);
    }

    [Fact]
    public void An_eventual_answer_by_default_says_to_strengthen_later()
    {
        Assert.Contains("strengthen", Decide.Consistency(new ConsistencyNeeds()).Reason);
        Assert.DoesNotContain("strengthen", Decide.Consistency(new ConsistencyNeeds { ReadHeavy = true, ToleratesStale = true }).Reason);
    }

    [Theory, MemberData(nameof(Schemes))]
    public void Strong_consistency_comes_before_availability_and_availability_before_sites(ReplicationNeeds needs, ReplicationScheme scheme) =>
        Assert.Equal(scheme, Decide.Replication(needs).Answer);

    [Fact]
    public void A_wish_for_both_halves_of_cap_is_told_what_is_given_up() =>
        Assert.Contains("CAP", Decide.Replication(new() { MostAvailable = true, Consistency = ConsistencyModel.Strong }).Reason);

    [Theory]
    [InlineData(false, false, PartitioningScheme.Hash)]
    [InlineData(true, false, PartitioningScheme.Range)]
    [InlineData(false, true, PartitioningScheme.Geographic)]
    [InlineData(true, true, PartitioningScheme.Geographic)]
    public void The_law_decides_a_partitioning_before_the_queries_do(bool ranges, bool residency, PartitioningScheme scheme) =>
        Assert.Equal(scheme, Decide.Partitioning(new() { RangeScans = ranges, Residency = residency }).Answer);

    [Fact]
    public void A_range_is_warned_of_its_hot_end() =>
        Assert.Contains("last range", Decide.Partitioning(new() { RangeScans = true }).Reason);

    [Fact]
    public void A_use_case_is_decided_by_the_table_with_its_source()
    {
        var decision = Decide.Consistency(UseCase.Chat);

        Assert.Equal(ConsistencyModel.Causal, decision.Answer);
        Assert.Contains("COPS", decision.Reason);
    }

    [Fact]
    public void What_is_no_use_case_is_refused_by_name() =>
        Assert.Equal("useCase", Assert.Throws<ArgumentOutOfRangeException>(() => Decide.Consistency((UseCase)99)).ParamName);
}
