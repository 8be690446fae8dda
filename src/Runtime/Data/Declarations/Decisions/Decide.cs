namespace DistPatterns;

/// <summary>The decision framework: pure functions from needs to an answer with its reason. The first need that applies decides.</summary>
public static class Decide
{
    /// <summary>The weakest consistency model that will do.</summary>
    public static Decision<ConsistencyModel> Consistency(ConsistencyNeeds needs) => needs switch
    {
        { Money: true } => new(ConsistencyModel.Strong,
            "Money must not be spent twice: each decision needs the latest value, and refusing one is cheaper than undoing one."),
        { DoubleBooking: true } => new(ConsistencyModel.Strong,
            "Two may ask for the same thing at once, and one must be told no: both must see one order of events."),
        { Causality: true } => new(ConsistencyModel.Causal,
            "An effect must not be seen before its cause; unrelated changes may be seen in any order, so no one has to wait for a quorum."),
        { ReadHeavy: true, ToleratesStale: true } => new(ConsistencyModel.Eventual,
            "It is read far more than it is written and an old value does no harm: any replica or cache may answer."),
        _ => new(ConsistencyModel.Eventual,
            "Nothing asks for more. Begin here, and strengthen where a stale read is shown to do harm."),
    };

    /// <summary>The model that a use case needs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the nine.</exception>
    public static Decision<ConsistencyModel> Consistency(UseCase useCase)
    {
        var need = UseCases.Of(useCase);
        return new(need.Model.Value, $"{char.ToUpperInvariant(need.Reason[0])}{need.Reason[1..]} ({need.Model.Source.Title}).");
    }

    /// <summary>How to replicate. Strong consistency comes before availability: only one can be had while the network is partitioned.</summary>
    public static Decision<ReplicationScheme> Replication(ReplicationNeeds needs) => needs switch
    {
        { Consistency: ConsistencyModel.Strong, MostAvailable: true } => new(ReplicationScheme.SynchronousLeaderFollower,
            "Strong consistency and taking every write exclude each other while the network is partitioned (CAP): "
                + "consistency is kept, and the minority side refuses."),
        { Consistency: ConsistencyModel.Strong } => new(ReplicationScheme.SynchronousLeaderFollower,
            "A write is acknowledged once a follower has it, so that a failover loses nothing; each write waits for that follower."),
        { MostAvailable: true } => new(ReplicationScheme.Leaderless,
            "Any replica takes a write, whichever node is down; readers must live with siblings and repair."),
        { ManySites: true, ManyWrites: true } => new(ReplicationScheme.MultiLeader,
            "Each site writes to its own leader without crossing a wide network; the conflicts between them must be resolved."),
        { ManySites: true } => new(ReplicationScheme.LeaderWithReplicas,
            "Writes are few, so they can travel to one leader; each site reads its own replica, which lags."),
        _ => new(ReplicationScheme.LeaderFollower,
            "One site: one leader orders all writes and no conflict can arise; a follower takes over when it fails."),
    };

    /// <summary>How to partition.</summary>
    public static Decision<PartitioningScheme> Partitioning(PartitioningNeeds needs) => needs switch
    {
        { Residency: true, RangeScans: true } => new(PartitioningScheme.Geographic,
            "The law decides first: place each record by its jurisdiction, and partition by range within it."),
        { Residency: true } => new(PartitioningScheme.Geographic, "The law decides first: each record lies where it must stay."),
        { RangeScans: true } => new(PartitioningScheme.Range,
            "A range lies together and is read in one place; a key that grows, such as a time, sends every write to the last range: "
                + "prefix it or split by load."),
        _ => new(PartitioningScheme.Hash, "A hash spreads keys evenly; the price is that a range scan asks every partition."),
    };
}
