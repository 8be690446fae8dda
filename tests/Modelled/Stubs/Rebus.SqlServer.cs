// Written from Rebus.SqlServer 8, beside the real Rebus.
using Microsoft.Data.SqlClient;
using Rebus.Transport;

namespace Rebus.Config.Outbox;

public interface IOutboxStorage;

public static class SqlServerOutboxConfigurationExtensions
{
    public static RebusConfigurer Outbox(this RebusConfigurer configurer, Action<StandardConfigurer<IOutboxStorage>> configure) => throw null!;

    public static void StoreInSqlServer(this StandardConfigurer<IOutboxStorage> configurer, string connectionString, string tableName) => throw null!;

    public static void UseOutbox(this RebusTransactionScope rebusTransactionScope, SqlConnection connection, SqlTransaction transaction) => throw null!;
}
