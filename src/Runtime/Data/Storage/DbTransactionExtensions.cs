using System.Data.Common;

namespace DistPatterns.Storage;

internal static class DbTransactionExtensions
{
    /// <summary>A statement within a transaction.</summary>
    public static DbCommand Statement(this DbTransaction transaction, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var connection = transaction.Connection ?? throw new ArgumentException("The transaction is over.", nameof(transaction));
        var command = connection.Statement(sql, parameters);
        command.Transaction = transaction;
        return command;
    }

    /// <summary>A statement of its own.</summary>
    public static DbCommand Statement(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.AddParameter(name, value ?? DBNull.Value);
        }

        return command;
    }
}
