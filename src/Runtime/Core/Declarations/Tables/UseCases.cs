namespace DistPatterns;

/// <summary>Nine use cases and the weakest consistency model that serves each.</summary>
public static class UseCases
{
    private static readonly Source Kleppmann = new("Kleppmann, Designing Data-Intensive Applications, 2017, chapter 9: Constraints and uniqueness guarantees", "https://dataintensive.net/");
    private static readonly Source Dynamo = new("DeCandia et al., Dynamo: Amazon's Highly Available Key-value Store, SOSP 2007", "https://www.allthingsdistributed.com/files/amazon-dynamo-sosp2007.pdf");
    private static readonly Source Spanner = new("Corbett et al., Spanner: Google's Globally-Distributed Database, OSDI 2012", "https://research.google/pubs/spanner-googles-globally-distributed-database-2/");
    private static readonly Source Editing = new("Sun et al., Achieving convergence, causality preservation, and intention preservation in real-time cooperative editing systems, ACM TOCHI 5(1), 1998", "https://doi.org/10.1145/274444.274447");
    private static readonly Source Crdts = new("Shapiro et al., A comprehensive study of Convergent and Commutative Replicated Data Types, INRIA RR-7506, 2011", "https://inria.hal.science/inria-00555588");
    private static readonly Source Cops = new("Lloyd et al., Don't Settle for Eventual: Scalable Causal Consistency for Wide-Area Storage with COPS, SOSP 2011", "https://www.cs.cmu.edu/~dga/papers/cops-sosp2011.pdf");
    private static readonly Source Tao = new("Bronson et al., TAO: Facebook's Distributed Data Store for the Social Graph, USENIX ATC 2013", "https://www.usenix.org/conference/atc13/technical-sessions/presentation/bronson");
    private static readonly Source Vogels = new("Vogels, Eventually Consistent, 2008", "https://www.allthingsdistributed.com/2008/12/eventually_consistent.html");

    /// <summary>All nine.</summary>
    public static IReadOnlyList<UseCaseNeed> All { get; } =
    [
        new(UseCase.AccountBalance, new(ConsistencyModel.Strong, Kleppmann),
            new("a balance that must not go below zero needs one up-to-date value that all agree on", Kleppmann), new("Spanner, CockroachDB, a PostgreSQL primary", Spanner)),
        new(UseCase.SeatBooking, new(ConsistencyModel.Strong, Kleppmann),
            new("two people may ask for one seat at once, and one must be told no", Kleppmann), new("Spanner, a PostgreSQL primary", Spanner)),
        new(UseCase.Inventory, new(ConsistencyModel.Strong, Kleppmann),
            new("no more may be sold than is in stock; a shop that may apologise for overselling can take less", Kleppmann), new("Spanner, a PostgreSQL primary", Spanner)),
        new(UseCase.ShoppingCart, new(ConsistencyModel.Eventual, Dynamo),
            new("an item must always be taken; carts that diverge are merged", Dynamo), new("Dynamo, Cassandra, Riak", Dynamo)),
        new(UseCase.ProductCatalogue, new(ConsistencyModel.Eventual, Dynamo),
            new("it is read far more than it is changed, and a stale description harms nobody", Dynamo), new("Dynamo with R = 1 and W = N, any cache", Dynamo)),
        new(UseCase.CollaborativeEditing, new(ConsistencyModel.Causal, Editing),
            new("an edit must not arrive before the edit that it was made upon, and all copies must end alike", Editing), new("operational transformation, CRDTs", Crdts)),
        new(UseCase.Chat, new(ConsistencyModel.Causal, Cops),
            new("an answer must not be seen before its question", Cops), new("COPS, MongoDB with causally consistent sessions", Cops)),
        new(UseCase.Likes, new(ConsistencyModel.Eventual, Tao),
            new("a count may lag; refusing it would cost more", Tao), new("TAO, counters of a CRDT", Crdts)),
        new(UseCase.Dns, new(ConsistencyModel.Eventual, Vogels),
            new("changes spread by expiry, and all clients see them in the end", Vogels), new("the domain name system", Vogels)),
    ];

    /// <summary>What one use case needs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the nine.</exception>
    public static UseCaseNeed Of(UseCase useCase) =>
        All.FirstOrDefault(n => n.UseCase == useCase) ?? throw new ArgumentOutOfRangeException(nameof(useCase), useCase, "Not one of the nine use cases.");
}
