using System.Data.Common;
using DistPatterns.Storage;

namespace DistPatterns.Sagas;

/// <summary>Sagas on SQLite.</summary>
internal static class SqliteSagas
{
    private const string Finished = """
        (select id from dp_saga
         where id < @id and status in ('Completed', 'Compensated') and updated_at < datetime(@before, 'unixepoch') order by id limit 1000)
        """;

    // nobody else writes meanwhile: the three mean the same sagas
    private const string Delete = $"""
        delete from dp_saga_corr where saga_id in {Finished};
        delete from dp_saga_step where saga_id in {Finished};
        delete from dp_saga where id in {Finished}
        """;

    /// <summary>The tables of sagas. Finished ones stay for a time (<see cref="SagaOptions.Retention"/>), so that a late message is known to be late.</summary>
    public static StoreSchema Schema { get; } = new(SagaSchema.Component, SagaSchema.Version, """
        create table if not exists dp_saga (
          id text primary key,
          saga text not null,
          version integer not null,
          status text not null,
          state blob not null,
          updated_at text not null);
        create table if not exists dp_saga_corr (saga text not null, value text not null, saga_id text not null, primary key (saga, value));
        create index if not exists dp_saga_corr_saga_id on dp_saga_corr (saga_id);
        create table if not exists dp_saga_step (
          saga_id text not null,
          no integer not null,
          name text not null,
          status text not null,
          attempt integer not null,
          message_id text,
          primary key (saga_id, no))
        """);

    /// <summary>What deletes finished sagas.</summary>
    public static ISagaCleaner Cleaner(DbDataSource source) => new SqlSagaCleaner(source, SqliteClock.Milliseconds, Delete);
}
