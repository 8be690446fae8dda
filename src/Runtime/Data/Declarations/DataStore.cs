namespace DistPatterns;

/// <summary>The product that holds the data.</summary>
public enum DataStore
{
    /// <summary>PostgreSQL with streaming replication.</summary>
    PostgreSql = 0,

    /// <summary>MySQL with a source and its replicas.</summary>
    MySql = 1,

    /// <summary>SQL Server with an availability group.</summary>
    SqlServer = 2,

    /// <summary>Google Cloud Spanner.</summary>
    Spanner = 3,

    /// <summary>CockroachDB.</summary>
    CockroachDb = 4,

    /// <summary>Amazon DynamoDB.</summary>
    DynamoDb = 5,

    /// <summary>Apache Cassandra.</summary>
    Cassandra = 6,

    /// <summary>A MongoDB replica set.</summary>
    MongoDb = 7,

    /// <summary>Azure Cosmos DB.</summary>
    CosmosDb = 8,

    /// <summary>Redis with replicas, under Sentinel or as a cluster.</summary>
    Redis = 9,

    /// <summary>etcd.</summary>
    Etcd = 10,

    /// <summary>Apache ZooKeeper.</summary>
    ZooKeeper = 11,

    /// <summary>HashiCorp Consul's key-value store.</summary>
    Consul = 12,

    /// <summary>Apache CouchDB.</summary>
    CouchDb = 13,
}
