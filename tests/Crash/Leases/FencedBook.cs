using DistPatterns.Coordination;
using Npgsql;

namespace DistPatterns.Crash;

/// <summary>A book that only the holder of its lease may write into: each of its transactions is fenced.</summary>
internal sealed class FencedBook(NpgsqlDataSource source, Mutation mutation)
{
    public const string Lease = "book";

    public async Task CreateAsync()
    {
        await PostgresLeaseStore.Schema.CreateAsync(source);
        await Fence.Schema.CreateAsync(source);
        await using var table = source.CreateCommand("create table entry (id bigint generated always as identity, token bigint not null)");
        await table.ExecuteNonQueryAsync();
    }

    public LeaseClient Leases(LeaseOptions options) => new(new PostgresLeaseStore(source), options);

    /// <summary>When its lease expires, by the database's clock.</summary>
    public async Task<DateTime> ExpiryAsync()
    {
        await using var query = source.CreateCommand($"select expires_at from dp_lease where name = '{Lease}'");
        return (DateTime)(await query.ExecuteScalarAsync())!;
    }

    public async Task<DateTime> NowAsync()
    {
        await using var query = source.CreateCommand("select clock_timestamp()");
        return (DateTime)(await query.ExecuteScalarAsync())!;
    }

    /// <summary>Makes the lease free, which nobody but its holder may.</summary>
    public async Task FreeAsync()
    {
        await using var update = source.CreateCommand($"update dp_lease set expires_at = '-infinity' where name = '{Lease}'");
        await update.ExecuteNonQueryAsync();
    }

    /// <summary>Writes under a token.</summary>
    /// <returns>Whether it was taken.</returns>
    public async Task<bool> TryWriteAsync(long token)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            if (mutation != Mutation.WriteNotFenced)
            {
                await Fence.EnterAsync(transaction, Lease, token);
            }
        }
        catch (StaleTokenException)
        {
            return false;
        }

        await using var insert = new NpgsqlCommand($"insert into entry (token) values ({token})", connection, transaction);
        await insert.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return true;
    }
}
