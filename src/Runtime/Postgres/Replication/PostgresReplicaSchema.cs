using DistPatterns.Storage;

namespace DistPatterns.Replication;

/// <summary>The table of <see cref="PostgresReplica{TKey,TValue}"/>, on each server.</summary>
public static class PostgresReplicaSchema
{
    /// <summary>A row for each key. It is never deleted: its version is what later writes must exceed.</summary>
    public static StoreSchema Schema { get; } = new("replica", 1, """
        create table if not exists dp_replica (
          collection text not null,
          key text not null,
          number bigint not null,
          writer uuid not null,
          value json not null,
          primary key (collection, key))
        """);
}
