namespace DistPatterns;

/// <summary>What vendors and authors say of their stores.</summary>
/// <remarks>
/// Compared in November 2026 with stored copies of the pages and with the sources that the pages are built from; no page was read live.
/// Of the papers of Abadi, Brewer, Hunt et al. and Elhemali et al. only abstracts, quotations and notes were seen.
/// </remarks>
internal static class StoreSources
{
    public static readonly Citation Pacelc = new(
        "Abadi, Consistency Tradeoffs in Modern Distributed Database System Design, IEEE Computer 45(2), 2012",
        "https://www.cs.umd.edu/~abadi/papers/abadi-pacelc.pdf");

    public static readonly Citation PostgresStandby = new(
        "PostgreSQL, Log-Shipping Standby Servers",
        "https://www.postgresql.org/docs/current/warm-standby.html");
    public static readonly Citation PostgresFailover = new(
        "PostgreSQL, Failover",
        "https://www.postgresql.org/docs/current/warm-standby-failover.html");
    public static readonly Citation PostgresHotStandby = new(
        "PostgreSQL, Hot Standby",
        "https://www.postgresql.org/docs/current/hot-standby.html");
    public static readonly Citation NpgsqlHosts = new(
        "Npgsql, Failover and Load Balancing",
        "https://www.npgsql.org/doc/failover-and-load-balancing.html");

    public static readonly Citation MySqlReplication = new(
        "MySQL, Replication",
        "https://dev.mysql.com/doc/refman/8.4/en/replication.html");
    public static readonly Citation MySqlSemisync = new(
        "MySQL, Semisynchronous Replication",
        "https://dev.mysql.com/doc/refman/8.4/en/replication-semisync.html");
    public static readonly Citation MySqlGroup = new(
        "MySQL, Configuring Transaction Consistency Guarantees",
        "https://dev.mysql.com/doc/refman/8.4/en/group-replication-configuring-consistency-guarantees.html");
    public static readonly Citation MySqlGroupPartition = new(
        "MySQL, Group Replication: Handling a Network Partition and Loss of Quorum",
        "https://dev.mysql.com/doc/refman/8.4/en/group-replication-network-partitioning.html");

    public static readonly Citation SqlServerModes = new(
        "SQL Server, Availability Modes",
        "https://learn.microsoft.com/sql/database-engine/availability-groups/windows/availability-modes-always-on-availability-groups");
    public static readonly Citation SqlServerSecondary = new(
        "SQL Server, Offload Read-Only Workload to Secondary Replica",
        "https://learn.microsoft.com/sql/database-engine/availability-groups/windows/"
            + "active-secondaries-readable-secondary-replicas-always-on-availability-groups");

    public static readonly Citation SpannerCap = new(
        "Brewer, Spanner, TrueTime and the CAP Theorem, 2017",
        "https://research.google/pubs/spanner-truetime-and-the-cap-theorem/");
    public static readonly Citation SpannerBounds = new(
        "Spanner, Timestamp bounds",
        "https://cloud.google.com/spanner/docs/timestamp-bounds");
    public static readonly Citation SpannerClient = new(
        "Google.Cloud.Spanner.Data, TimestampBound",
        "https://docs.cloud.google.com/dotnet/docs/reference/Google.Cloud.Spanner.Data/latest/Google.Cloud.Spanner.Data.TimestampBound");

    public static readonly Citation CockroachFaq = new(
        "CockroachDB, Frequently Asked Questions",
        "https://www.cockroachlabs.com/docs/stable/frequently-asked-questions");
    public static readonly Citation CockroachFollower = new(
        "CockroachDB, Follower Reads",
        "https://www.cockroachlabs.com/docs/stable/follower-reads");

    public static readonly Citation DynamoPaper = new(
        "Elhemali et al., Amazon DynamoDB: A Scalable, Predictably Performant, and Fully Managed NoSQL Database Service, USENIX ATC 2022",
        "https://www.usenix.org/conference/atc22/presentation/elhemali");
    public static readonly Citation DynamoRead = new(
        "DynamoDB, Read consistency",
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html");
    public static readonly Citation DynamoGlobal = new(
        "DynamoDB, How global tables work",
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html");

    public static readonly Citation CassandraDynamo = new(
        "Apache Cassandra, Dynamo",
        "https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html");
    public static readonly Citation CassandraGuarantees = new(
        "Apache Cassandra, Guarantees",
        "https://cassandra.apache.org/doc/latest/cassandra/architecture/guarantees.html");
    public static readonly Citation CassandraRepair = new(
        "Apache Cassandra, Read repair",
        "https://cassandra.apache.org/doc/latest/cassandra/managing/operating/read_repair.html");
    public static readonly Citation CassandraCqlsh = new(
        "Apache Cassandra, cqlsh: CONSISTENCY and SERIAL CONSISTENCY",
        "https://cassandra.apache.org/doc/latest/cassandra/managing/tools/cqlsh.html");

    public static readonly Citation MongoDefaults = new(
        "MongoDB, Default MongoDB Read Concerns/Write Concerns",
        "https://www.mongodb.com/docs/manual/reference/mongodb-defaults/");
    public static readonly Citation MongoLinearizable = new(
        "MongoDB, Read Concern \"linearizable\"",
        "https://www.mongodb.com/docs/manual/reference/read-concern-linearizable/");
    public static readonly Citation MongoCausal = new(
        "MongoDB, Causal Consistency and Read and Write Concerns",
        "https://www.mongodb.com/docs/manual/core/causal-consistency-read-write-concerns/");
    public static readonly Citation MongoRollback = new(
        "MongoDB, Rollbacks During Replica Set Failover",
        "https://www.mongodb.com/docs/manual/core/replica-set-rollbacks/");
    public static readonly Citation MongoPreference = new(
        "MongoDB, Read Preference",
        "https://www.mongodb.com/docs/manual/core/read-preference/");

    public static readonly Citation CosmosLevels = new(
        "Azure Cosmos DB, Consistency levels",
        "https://learn.microsoft.com/azure/cosmos-db/consistency-levels");

    public static readonly Citation RedisReplication = new(
        "Redis, Replication",
        "https://redis.io/docs/latest/operate/oss_and_stack/management/replication/");
    public static readonly Citation RedisCluster = new(
        "Redis, Cluster specification",
        "https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/");
    public static readonly Citation RedisWait = new(
        "Redis, WAIT",
        "https://redis.io/docs/latest/commands/wait/");

    public static readonly Citation EtcdGuarantees = new(
        "etcd, API guarantees",
        "https://etcd.io/docs/latest/learning/api_guarantees/");
    public static readonly Citation EtcdFailures = new(
        "etcd, Failure modes",
        "https://etcd.io/docs/latest/op-guide/failures/");

    public static readonly Citation ZooKeeperInternals = new(
        "Apache ZooKeeper 3.9, Internals: Consistency Guarantees",
        "https://zookeeper.apache.org/doc/r3.9.5/zookeeperInternals.html");
    public static readonly Citation ZooKeeperPaper = new(
        "Hunt et al., ZooKeeper: Wait-free coordination for Internet-scale systems, USENIX ATC 2010",
        "https://www.usenix.org/legacy/event/atc10/tech/full_papers/Hunt.pdf");
    public static readonly Citation ZooKeeperProgrammers = new(
        "Apache ZooKeeper 3.9, Programmer's Guide",
        "https://zookeeper.apache.org/doc/r3.9.5/zookeeperProgrammers.html");

    public static readonly Citation ConsulModes = new(
        "Consul, Consistency Modes",
        "https://developer.hashicorp.com/consul/api-docs/features/consistency");
    public static readonly Citation ConsulLease = new(
        "Dadgar, author of Consul, Consul Consistency, 2014",
        "https://gist.github.com/armon/11059431");

    public static readonly Citation CouchDbConsistency = new(
        "Apache CouchDB, Eventual Consistency",
        "https://docs.couchdb.org/en/stable/intro/consistency.html");
    public static readonly Citation CouchDbConflicts = new(
        "Apache CouchDB, Replication and conflict model",
        "https://docs.couchdb.org/en/stable/replication/conflicts.html");
}
