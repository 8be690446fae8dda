using System.Data.Common;
using Npgsql;

namespace DistPatterns.Storage;

/// <summary>Ends sessions of PostgreSQL from another one, which the same role may.</summary>
internal sealed class PostgresSessionTerminator(NpgsqlDataSource source) : ISessionTerminator
{
    // a pooler between the two may have given another process' number
    private const string Terminate = """
        select pg_terminate_backend(pid) from pg_stat_activity
        where pid = @pid and datname = current_database() and usename = current_user and xact_start is not null
        """;

    public async ValueTask TerminateAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (transaction.Connection is NpgsqlConnection connection)
        {
            await using var command = source.CreateCommand(Terminate);
            command.Parameters.AddWithValue("pid", connection.ProcessID);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
