using Microsoft.EntityFrameworkCore.Storage;

namespace DistPatterns.Outbox;

/// <summary>EF Core's own database, whose saves write the messages of the outbox.</summary>
internal sealed class OutboxDatabase(DatabaseDependencies dependencies, RelationalDatabaseDependencies relational, OutboxSession session)
    : RelationalDatabase(dependencies, relational with { BatchPreparer = new OutboxBatchPreparer(relational.BatchPreparer, relational.Connection, session) });
