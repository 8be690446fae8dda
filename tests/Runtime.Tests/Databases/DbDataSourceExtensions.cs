using System.Data.Common;

namespace DistPatterns.Runtime.Tests.Databases;

internal static class DbDataSourceExtensions
{
    /// <summary>Runs one statement; its first cell, if it has one.</summary>
    public static async Task<object?> QueryAsync(this DbDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
