using Microsoft.Extensions.Options;
using Npgsql;

namespace DistPatterns.Outbox;

/// <summary>The outbox of PostgreSQL as the dispatcher sees it.</summary>
/// <param name="source">The database.</param>
/// <param name="options">The options of the outbox.</param>
internal sealed class PostgresOutboxQueue(NpgsqlDataSource source, IOptions<OutboxOptions> options)
    : SqlOutboxQueue(source, PostgresOutbox.Schema(options.Value.Buckets), PostgresOutbox.Dialect, options);
