using System.Globalization;
using Npgsql;

namespace DistPatterns.Crash;

/// <summary>The database of a soak, and what must hold in it in the end.</summary>
internal sealed class SoakDatabase : IAsyncDisposable
{
    private const string Placed = "orders placed";

    private static readonly (string What, string Sql)[] Counts =
    [
        (Placed, "select count(*) from \"Orders\""),
        ("completed", "select count(*) from \"Orders\" where \"Status\" = 'Completed'"),
        ("compensated: payment declined, stock given back, cancelled", "select count(*) from \"Orders\" where \"Status\" = 'Cancelled'"),
    ];

    // each of them a count that must be zero
    private static readonly (string What, string Sql)[] Wrongs =
    [
        ("neither completed nor cancelled", "select count(*) from \"Orders\" where \"Status\" = 'Placed'"),
        ("completed and not paid once, or not their amount", "select count(*) from \"Orders\" o left join \"Payments\" p on p.\"OrderId\" = o.\"Id\" where o.\"Status\" = 'Completed' and p.\"Amount\" is distinct from o.\"Amount\""),
        ("paid and not completed", "select count(*) from \"Payments\" p left join \"Orders\" o on o.\"Id\" = p.\"OrderId\" where o.\"Status\" is distinct from 'Completed'"),
        ("completed without their stock", "select count(*) from \"Orders\" o left join \"Reservations\" r on r.\"OrderId\" = o.\"Id\" where o.\"Status\" = 'Completed' and r.\"Quantity\" is distinct from o.\"Quantity\""),
        ("cancelled and still with stock", "select count(*) from \"Orders\" o join \"Reservations\" r on r.\"OrderId\" = o.\"Id\" where o.\"Status\" = 'Cancelled'"),
        ("pieces missing from the stock, or too many", "select abs(3000000 - (select sum(\"Available\") from \"Stock\") - (select coalesce(sum(\"Quantity\"), 0) from \"Reservations\"))"),
        ("sagas not finished", "select count(*) from dp_saga where status not in ('Completed', 'Compensated')"),
        ("messages parked", "select count(*) from dp_outbox_parked"),
    ];

    private readonly NpgsqlDataSource _server;
    private readonly NpgsqlDataSource _source;
    private readonly string _name;

    private SoakDatabase(NpgsqlDataSource server, string name, string connection) =>
        (_server, _name, Connection, _source) = (server, name, connection, NpgsqlDataSource.Create(connection));

    public string Connection { get; }

    public static async Task<SoakDatabase> CreateAsync(string server)
    {
        var name = $"soak_{Guid.NewGuid():n}";
        var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync();
        return new(source, name, new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ConnectionString);
    }

    public static bool Holds(IReadOnlyList<(string What, long Count)> result) =>
        result.All(r => r.What == Placed ? r.Count > 0 : Counts.Any(c => c.What == r.What) || r.Count == 0);

    public async Task<IReadOnlyList<(string What, long Count)>> CountAsync()
    {
        var result = new List<(string, long)>();
        foreach (var (what, sql) in Counts.Concat(Wrongs))
        {
            await using var command = _source.CreateCommand(sql);
            result.Add((what, Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)));
        }

        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await using var command = _server.CreateCommand($"drop database {_name} with (force)");
        await command.ExecuteNonQueryAsync();
        await _server.DisposeAsync();
    }
}
