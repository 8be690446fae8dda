using static DistPatterns.CapChoice;
using static DistPatterns.StoreSources;

namespace DistPatterns;

/// <summary>What stores give under each of their settings, in the terms of PACELC, with a source for every cell.</summary>
/// <remarks>Classes are ours where the source names the behaviour and not the class; the term is Abadi's.</remarks>
public static class Stores
{
    /// <summary>All settings, by product; the default of a product comes first.</summary>
    public static IReadOnlyList<StoreSetting> All { get; } =
    [
        new(DataStore.PostgreSql, "primary, asynchronous standbys (default)", new(Consistency, PostgresFailover),
            new(ElseChoice.Consistency, PostgresHotStandby),
            new(ConsistencyModel.Strong, PostgresHotStandby),
            new("connect to the primary: `Target Session Attributes=primary`; a promoted standby lacks what had not reached it", NpgsqlHosts)),
        new(DataStore.PostgreSql, "read from a hot standby", new(Availability, PostgresHotStandby), new(ElseChoice.Latency, PostgresHotStandby),
            new(ConsistencyModel.Eventual, PostgresHotStandby), new("`Target Session Attributes=prefer-standby`", NpgsqlHosts)),
        new(DataStore.PostgreSql, "read from a synchronous standby", new(Consistency, PostgresStandby), new(ElseChoice.Consistency, PostgresStandby),
            new(ConsistencyModel.Causal, PostgresStandby), new("`synchronous_standby_names` and `synchronous_commit = remote_apply`", PostgresStandby)),

        new(DataStore.MySql, "source, asynchronous replicas (default)", new(Consistency, MySqlReplication), new(ElseChoice.Consistency, MySqlReplication),
            new(ConsistencyModel.Strong, MySqlReplication), new("connect to the source; a promoted replica lacks what had not reached it", MySqlSemisync)),
        new(DataStore.MySql, "read from a replica", new(Availability, MySqlReplication), new(ElseChoice.Latency, MySqlReplication),
            new(ConsistencyModel.Eventual, MySqlReplication), new("connect to the replica", MySqlReplication)),
        new(DataStore.MySql, "group replication, waiting before and after", new(Consistency, MySqlGroupPartition), new(ElseChoice.Consistency, MySqlGroup),
            new(ConsistencyModel.Strong, MySqlGroup), new("`group_replication_consistency = BEFORE_AND_AFTER`", MySqlGroup)),

        new(DataStore.SqlServer, "primary replica", new(Consistency, SqlServerModes), new(ElseChoice.Consistency, SqlServerModes),
            new(ConsistencyModel.Strong, SqlServerModes),
            new("connect through the listener; `AVAILABILITY_MODE = SYNCHRONOUS_COMMIT` "
                + "keeps acknowledged commits over a failover that is not forced", SqlServerModes)),
        new(DataStore.SqlServer, "readable secondary", new(Availability, SqlServerSecondary), new(ElseChoice.Latency, SqlServerSecondary),
            new(ConsistencyModel.Eventual, SqlServerSecondary),
            new("`ApplicationIntent=ReadOnly` through the listener; "
                + "while the primary is offline the listener is too: connect to the secondary itself", SqlServerSecondary)),

        new(DataStore.Spanner, "strong read (default)", new(Consistency, SpannerCap), new(ElseChoice.Consistency, SpannerBounds),
            new(ConsistencyModel.Strong, SpannerBounds), new("`TimestampBound.Strong`", SpannerClient)),
        new(DataStore.Spanner, "bounded staleness", new(Consistency, SpannerBounds), new(ElseChoice.Latency, SpannerBounds),
            new(ConsistencyModel.BoundedStaleness, SpannerBounds), new("`TimestampBound.OfMaxStaleness(…)`", SpannerClient)),

        new(DataStore.CockroachDb, "serializable (default)", new(Consistency, CockroachFaq), new(ElseChoice.Consistency, CockroachFaq),
            new(ConsistencyModel.Strong, CockroachFaq), new("read without `AS OF SYSTEM TIME`", CockroachFollower)),
        new(DataStore.CockroachDb, "bounded staleness", new(Availability, CockroachFollower), new(ElseChoice.Latency, CockroachFollower),
            new(ConsistencyModel.BoundedStaleness, CockroachFollower), new("`AS OF SYSTEM TIME with_max_staleness('10s')`", CockroachFollower)),

        new(DataStore.DynamoDb, "eventually consistent read (default)", new(Availability, DynamoPaper), new(ElseChoice.Latency, DynamoPaper),
            new(ConsistencyModel.Eventual, DynamoRead), new("`ConsistentRead` absent or false; always so on a global index or a stream", DynamoRead)),
        new(DataStore.DynamoDb, "strongly consistent read", new(Consistency, DynamoPaper), new(ElseChoice.Consistency, DynamoPaper),
            new(ConsistencyModel.Strong, DynamoRead), new("`ConsistentRead = true`", DynamoRead)),
        new(DataStore.DynamoDb, "global table, eventual (MREC, default)", new(Availability, DynamoGlobal), new(ElseChoice.Latency, DynamoGlobal),
            new(ConsistencyModel.Eventual, DynamoGlobal), new("create the replicas; the last writer wins between regions", DynamoGlobal)),
        new(DataStore.DynamoDb, "global table, strong (MRSC)", new(Consistency, DynamoGlobal), new(ElseChoice.Consistency, DynamoGlobal),
            new(ConsistencyModel.Strong, DynamoGlobal), new("multi-Region strong consistency, and `ConsistentRead = true`", DynamoGlobal)),

        new(DataStore.Cassandra, "ONE (default)", new(Availability, Pacelc), new(ElseChoice.Latency, Pacelc),
            new(ConsistencyModel.Eventual, CassandraGuarantees), new("consistency level `ONE` or `LOCAL_ONE`", CassandraDynamo)),
        new(DataStore.Cassandra, "QUORUM for reads and writes", new(Consistency, CassandraDynamo), new(ElseChoice.Consistency, CassandraDynamo),
            new(ConsistencyModel.Session, CassandraRepair),
            new("consistency level `QUORUM` for both; "
                + "writes are still ordered by timestamp, so that one of two concurrent writers loses", CassandraDynamo)),
        new(DataStore.Cassandra, "lightweight transaction", new(Consistency, CassandraGuarantees), new(ElseChoice.Consistency, CassandraGuarantees),
            new(ConsistencyModel.Strong, CassandraGuarantees), new("`IF …` with serial consistency `SERIAL`, and reads at `SERIAL`", CassandraCqlsh)),

        new(DataStore.MongoDb, "majority writes, local reads on the primary (default)", new(Consistency, MongoRollback),
            new(ElseChoice.Consistency, MongoDefaults),
            new(ConsistencyModel.Eventual, MongoDefaults),
            new("`w: \"majority\"`, read concern `local`, read preference `primary`; what was read may be rolled back", MongoDefaults)),
        new(DataStore.MongoDb, "linearizable", new(Consistency, MongoLinearizable), new(ElseChoice.Consistency, MongoLinearizable),
            new(ConsistencyModel.Strong, MongoLinearizable),
            new("`w: \"majority\"`, read concern `linearizable`, a filter that names one document, `maxTimeMS`", MongoLinearizable)),
        new(DataStore.MongoDb, "causally consistent session", new(Consistency, MongoCausal), new(ElseChoice.Consistency, MongoCausal),
            new(ConsistencyModel.Causal, MongoCausal), new("one session for all, `w: \"majority\"`, read concern `majority`", MongoCausal)),
        new(DataStore.MongoDb, "w: 1, or reads from secondaries", new(Availability, MongoRollback), new(ElseChoice.Latency, MongoPreference),
            new(ConsistencyModel.Eventual, MongoPreference), new("`w: 1`, or read preference `secondary`, `secondaryPreferred`, `nearest`", MongoPreference)),

        new(DataStore.CosmosDb, "session (default)", new(Availability, CosmosLevels), new(ElseChoice.Latency, CosmosLevels),
            new(ConsistencyModel.Session, CosmosLevels), new("`ConsistencyLevel.Session`, and the session token passed on between clients", CosmosLevels)),
        new(DataStore.CosmosDb, "strong", new(Consistency, CosmosLevels), new(ElseChoice.Consistency, CosmosLevels),
            new(ConsistencyModel.Strong, CosmosLevels), new("`ConsistencyLevel.Strong` on the account; not with several write regions", CosmosLevels)),
        new(DataStore.CosmosDb, "bounded staleness", new(Consistency, CosmosLevels), new(ElseChoice.Latency, CosmosLevels),
            new(ConsistencyModel.BoundedStaleness, CosmosLevels),
            new("`ConsistencyLevel.BoundedStaleness`: writes are throttled when the lag reaches the bound", CosmosLevels)),
        new(DataStore.CosmosDb, "eventual or consistent prefix", new(Availability, CosmosLevels), new(ElseChoice.Latency, CosmosLevels),
            new(ConsistencyModel.Eventual, CosmosLevels), new("`ConsistencyLevel.Eventual`, `ConsistencyLevel.ConsistentPrefix`", CosmosLevels)),

        new(DataStore.Redis, "asynchronous replication (default)", new(Availability, RedisCluster), new(ElseChoice.Latency, RedisReplication),
            new(ConsistencyModel.Eventual, RedisCluster),
            new("a failover may lose acknowledged writes, on the master too; "
                + "in a cluster the minority side goes on for `cluster-node-timeout` and then refuses", RedisCluster)),
        new(DataStore.Redis, "WAIT after each write", new(Availability, RedisWait), new(ElseChoice.Consistency, RedisWait),
            new(ConsistencyModel.Eventual, RedisWait), new("`WAIT replicas timeout`: fewer lost writes, and still not a strongly consistent store", RedisWait)),

        new(DataStore.Etcd, "linearizable (default)", new(Consistency, EtcdFailures), new(ElseChoice.Consistency, EtcdGuarantees),
            new(ConsistencyModel.Strong, EtcdGuarantees), new("`serializable` absent from the range request", EtcdGuarantees)),
        new(DataStore.Etcd, "serializable read", new(Availability, EtcdGuarantees), new(ElseChoice.Latency, EtcdGuarantees),
            new(ConsistencyModel.Eventual, EtcdGuarantees), new("`serializable = true`: the member that is asked answers from what it has", EtcdGuarantees)),

        new(DataStore.ZooKeeper, "read from any server (default)", new(Consistency, ZooKeeperProgrammers), new(ElseChoice.Latency, ZooKeeperInternals),
            new(ConsistencyModel.Session, ZooKeeperProgrammers), new("`getData`; `sync` before it narrows the gap and does not close it", ZooKeeperInternals)),
        new(DataStore.ZooKeeper, "write with the expected version", new(Consistency, ZooKeeperPaper), new(ElseChoice.Consistency, ZooKeeperInternals),
            new(ConsistencyModel.Strong, ZooKeeperInternals), new("`setData(path, data, version)`", ZooKeeperProgrammers)),

        new(DataStore.Consul, "default", new(Consistency, ConsulModes), new(ElseChoice.Latency, ConsulModes),
            new(ConsistencyModel.BoundedStaleness, ConsulLease),
            new("no parameter: a leader that has just lost its office may answer until its lease ends", ConsulLease)),
        new(DataStore.Consul, "consistent", new(Consistency, ConsulModes), new(ElseChoice.Consistency, ConsulModes),
            new(ConsistencyModel.Strong, ConsulModes), new("`?consistent`", ConsulModes)),
        new(DataStore.Consul, "stale", new(Availability, ConsulModes), new(ElseChoice.Latency, ConsulModes),
            new(ConsistencyModel.Eventual, ConsulModes), new("`?stale`", ConsulModes)),

        new(DataStore.CouchDb, "replicated databases", new(Availability, CouchDbConsistency), new(ElseChoice.Latency, CouchDbConsistency),
            new(ConsistencyModel.Eventual, CouchDbConsistency),
            new("replicate; conflicting revisions are kept until the application resolves them", CouchDbConflicts)),
    ];

    /// <summary>The settings of one product.</summary>
    public static IEnumerable<StoreSetting> Of(DataStore store) => All.Where(s => s.Store == store);

    /// <summary>The settings that give at least what is asked, of one product or of all.</summary>
    /// <param name="required">The weakest model that will do.</param>
    /// <param name="store">The product, or null for all.</param>
    public static IEnumerable<StoreSetting> Keeping(ConsistencyModel required, DataStore? store = null) =>
        All.Where(s => (store is null || s.Store == store) && s.Level.Value.Implies(required));
}
