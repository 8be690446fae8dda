namespace DistPatterns;

/// <summary>Nine use cases and the weakest consistency model that serves each.</summary>
/// <remarks>
/// Of the book and the papers only abstracts, quotations and notes were seen (November 2026). Spanner's page was seen at its address; of the other
/// addresses only that others cite them.
/// </remarks>
public static class UseCases
{
    private static readonly Citation Kleppmann = new(
        "Kleppmann, Designing Data-Intensive Applications, 2017, chapter 9: Constraints and uniqueness guarantees",
        "https://dataintensive.net/");
    private static readonly Citation Dynamo = new(
        "DeCandia et al., Dynamo: Amazon's Highly Available Key-value Store, SOSP 2007",
        "https://www.allthingsdistributed.com/files/amazon-dynamo-sosp2007.pdf");
    private static readonly Citation Spanner = new(
        "Corbett et al., Spanner: Google's Globally-Distributed Database, OSDI 2012",
        "https://research.google/pubs/spanner-googles-globally-distributed-database-2/");
    private static readonly Citation Editing = new(
        "Sun et al., Achieving convergence, causality preservation, and intention preservation in real-time cooperative editing systems, ACM TOCHI 5(1), 1998",
        "https://doi.org/10.1145/274444.274447");
    private static readonly Citation Crdts = new(
        "Shapiro et al., A comprehensive study of Convergent and Commutative Replicated Data Types, INRIA RR-7506, 2011",
        "https://inria.hal.science/inria-00555588");
    private static readonly Citation Cops = new(
        "Lloyd et al., Don't Settle for Eventual: Scalable Causal Consistency for Wide-Area Storage with COPS, SOSP 2011",
        "https://www.cs.cmu.edu/~dga/papers/cops-sosp2011.pdf");
    private static readonly Citation Tao = new(
        "Bronson et al., TAO: Facebook's Distributed Data Store for the Social Graph, USENIX ATC 2013",
        "https://www.usenix.org/conference/atc13/technical-sessions/presentation/bronson");
    private static readonly Citation Vogels = new(
        "Vogels, Eventually Consistent - Revisited, 2008",
        "https://www.allthingsdistributed.com/2008/12/eventually_consistent.html");

    /// <summary>All nine.</summary>
    public static IReadOnlyList<UseCaseNeed> All { get; } =
    [
        new(UseCase.AccountBalance, new(ConsistencyModel.Strong, Kleppmann),
            "a balance that must not go below zero needs one up-to-date value that all agree on",
            [new("Spanner", Spanner), new("CockroachDB", StoreSources.CockroachFaq), new("a PostgreSQL primary", StoreSources.PostgresHotStandby)]),
        new(UseCase.SeatBooking, new(ConsistencyModel.Strong, Kleppmann), "two people may ask for one seat at once, and one must be told no",
            [new("Spanner", Spanner), new("a PostgreSQL primary", StoreSources.PostgresHotStandby)]),
        new(UseCase.Inventory, new(ConsistencyModel.Strong, Kleppmann), "no more may be sold than is in stock",
            [new("Spanner", Spanner), new("DynamoDB with strongly consistent reads", StoreSources.DynamoRead)]),
        new(UseCase.ShoppingCart, new(ConsistencyModel.Eventual, Dynamo), "an item must always be taken; carts that diverge are merged",
            [new("Dynamo", Dynamo), new("Cassandra", StoreSources.CassandraDynamo)]),
        new(UseCase.ProductCatalogue, new(ConsistencyModel.Eventual, Dynamo), "it is read far more than it is changed",
            [new("Dynamo with R = 1 and W = N", Dynamo), new("DynamoDB with its default reads", StoreSources.DynamoRead)]),
        new(UseCase.CollaborativeEditing, new(ConsistencyModel.Causal, Editing),
            "an edit must not arrive before the edit that it was made upon, and all copies must end alike",
            [new("operational transformation", Editing), new("CRDTs", Crdts)]),
        new(UseCase.Chat, new(ConsistencyModel.Causal, Cops), "an answer must not be seen before its question",
            [new("COPS", Cops), new("MongoDB with causally consistent sessions", StoreSources.MongoCausal)]),
        new(UseCase.Likes, new(ConsistencyModel.Eventual, Tao), "availability and speed come before a count that is exact at once",
            [new("TAO", Tao), new("counters that are CRDTs", Crdts)]),
        new(UseCase.Dns, new(ConsistencyModel.Eventual, Vogels), "changes spread by expiry, and all clients see them in the end",
            [new("the domain name system", Vogels)]),
    ];

    /// <summary>What one use case needs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the nine.</exception>
    public static UseCaseNeed Of(UseCase useCase) =>
        All.FirstOrDefault(n => n.UseCase == useCase) ?? throw new ArgumentOutOfRangeException(nameof(useCase), useCase, "Not one of the nine use cases.");
}
