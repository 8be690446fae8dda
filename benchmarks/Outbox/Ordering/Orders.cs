using System.Data.Common;
using DistPatterns.Benchmarks.Outbox.Servers;

namespace DistPatterns.Benchmarks.Outbox.Ordering;

/// <summary>What every shop writes for an order.</summary>
internal static class Orders
{
    public static Task CreateTableAsync(OwnDatabase database) =>
        database.ExecuteAsync("create table orders (id bigint primary key, customer text not null, total numeric not null, placed_at timestamptz not null default now())");

    public static async Task InsertAsync(DbConnection connection, DbTransaction transaction, long order)
    {
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "insert into orders (id, customer, total) values (@id, @customer, @total)";
        Add("id", order);
        Add("customer", "a customer with a name of usual length");
        Add("total", 42.50m);
        await insert.ExecuteNonQueryAsync();

        void Add(string name, object value)
        {
            var parameter = insert.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            insert.Parameters.Add(parameter);
        }
    }
}
