using DistPatterns.Storage;
using Microsoft.Data.Sqlite;

namespace DistPatterns.Coordination;

/// <summary>Leases in a table of SQLite, for the processes of one machine; time is that machine's wall clock.</summary>
/// <remarks>
/// SQLite waits for its lock on the caller's thread and cannot be cancelled. How long is the connection string's
/// <c>Default Timeout</c>: keep it below a sixth of the time to live.
/// </remarks>
/// <param name="connectionString">The file of the database.</param>
public sealed class SqliteLeaseStore(string connectionString) : SqlLeaseStore(SqliteFactory.Instance.CreateDataSource(connectionString), Take, Resign)
{
    private const string Take = $"""
        insert into dp_lease as l (name, owner, token, expires_at)
        values (@name, @owner, 1, {SqliteClock.Milliseconds} + @ttl)
        on conflict (name) do update set
          owner = excluded.owner,
          token = l.token + case when l.owner = excluded.owner and l.expires_at > {SqliteClock.Milliseconds} then 0 else 1 end,
          expires_at = excluded.expires_at
        where l.owner = excluded.owner or l.expires_at <= {SqliteClock.Milliseconds}
        returning token
        """;

    private const string Resign = $"""
        update dp_lease set expires_at = 0
        where name = @name and owner = @owner and token = @token and expires_at > {SqliteClock.Milliseconds}
        """;

    /// <summary>The table of the leases. A row is never deleted: it holds the token that the next holder must exceed.</summary>
    public static StoreSchema Schema { get; } = new("lease", 1, """
        create table if not exists dp_lease (
          name text primary key,
          owner text not null,
          token integer not null,
          expires_at integer not null) -- milliseconds since 1970
        """);
}
