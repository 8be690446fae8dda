using DistPatterns.Storage;
using Npgsql;

namespace DistPatterns.Registry;

/// <summary>Which instances of which services are alive: a row an instance, that counts as long as its heartbeats go on, by the database's clock.</summary>
public sealed class PostgresServiceRegistry(NpgsqlDataSource source)
{
    private const string Beat = """
        insert into dp_service (id, service, endpoint, address, expires_at)
        values (@id, @service, @endpoint, @address, clock_timestamp() + @ttl)
        on conflict (id) do update set
          service = excluded.service, endpoint = excluded.endpoint, address = excluded.address, expires_at = clock_timestamp() + @ttl
        """;

    private const string Live = """
        select id, endpoint, address from dp_service where service = @service and expires_at > clock_timestamp() order by address, id
        """;

    /// <summary>The table of the instances.</summary>
    public static StoreSchema Schema { get; } = new("service registry", 1, """
        create table if not exists dp_service (
          id uuid primary key,
          service text not null,
          endpoint text not null,
          address text not null,
          expires_at timestamptz not null) with (fillfactor = 50);
        create index if not exists dp_service_by_name on dp_service (service)
        """);

    /// <summary>Registers an instance, or says that it is still alive.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="ttl">How long it counts as alive without another heartbeat.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask BeatAsync(ServiceInstance instance, TimeSpan ttl, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(Beat);
        command.Parameters.AddWithValue("id", instance.Id);
        command.Parameters.AddWithValue("service", instance.ServiceName);
        command.Parameters.AddWithValue("endpoint", instance.EndpointName);
        command.Parameters.AddWithValue("address", instance.Address.AbsoluteUri);
        command.Parameters.AddWithValue("ttl", ttl);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes an instance out at once.</summary>
    public async ValueTask RemoveAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand("delete from dp_service where id = @id");
        command.Parameters.AddWithValue("id", id);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the rows of instances that crashed: those whose heartbeats ended more than <paramref name="age"/> ago.</summary>
    /// <returns>How many were deleted.</returns>
    public async ValueTask<int> PruneAsync(TimeSpan age, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand("delete from dp_service where expires_at < clock_timestamp() - @age");
        command.Parameters.AddWithValue("age", age);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The instances of a service that are alive, in the order of their addresses.</summary>
    public async ValueTask<IReadOnlyList<ServiceInstance>> FindAsync(string serviceName, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(Live);
        command.Parameters.AddWithValue("service", serviceName);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var instances = new List<ServiceInstance>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            instances.Add(new(reader.GetGuid(0), serviceName, reader.GetString(1), new Uri(reader.GetString(2))));
        }

        return instances;
    }
}
