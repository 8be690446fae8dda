using DistPatterns.Storage;
using Npgsql;

namespace DistPatterns.Coordination;

/// <summary>Leases in a table of PostgreSQL, for any number of machines; time is the database's.</summary>
/// <param name="source">The database. A failover must not lose what was committed: see <see cref="ILeaseStore"/>.</param>
public sealed class PostgresLeaseStore(NpgsqlDataSource source) : SqlLeaseStore(source, Take, Resign)
{
    // The expiry is computed in the update and not taken from "excluded", which is from before the wait for the row:
    // a statement that waited could shorten what a later one has granted.
    private const string Take = """
        insert into dp_lease as l (name, owner, token, expires_at)
        values (@name, @owner, 1, clock_timestamp() + @ttl * interval '1 ms')
        on conflict (name) do update set
          owner = excluded.owner,
          token = l.token + case when l.owner = excluded.owner and l.expires_at > clock_timestamp() then 0 else 1 end,
          expires_at = clock_timestamp() + @ttl * interval '1 ms'
        where l.owner = excluded.owner or l.expires_at <= clock_timestamp()
        returning token
        """;

    private const string Resign = """
        update dp_lease set expires_at = '-infinity'
        where name = @name and owner = @owner and token = @token and expires_at > clock_timestamp()
        """;

    /// <summary>The table of the leases. A row is never deleted: it holds the token that the next holder must exceed.</summary>
    public static StoreSchema Schema { get; } = new("lease", 1, """
        create table if not exists dp_lease (
          name text primary key,
          owner uuid not null,
          token bigint not null,
          expires_at timestamptz not null) with (fillfactor = 50)
        """);
}
