using DistPatterns.Storage;
using Npgsql;

namespace DistPatterns.Sagas;

/// <summary>Sagas on PostgreSQL.</summary>
internal static class PostgresSagas
{
    private const string Clock = "cast(extract(epoch from now()) * 1000 as bigint)";

    // one statement, so that all of a saga goes or none of it; what another process deletes is left to it
    private const string Delete = """
        with finished as (
          select id from dp_saga
          where id < @id and status in ('Completed', 'Compensated') and updated_at < to_timestamp(@before) order by id limit 1000 for update skip locked),
        correlations as (delete from dp_saga_corr where saga_id in (select id from finished)),
        steps as (delete from dp_saga_step where saga_id in (select id from finished))
        delete from dp_saga where id in (select id from finished)
        """;

    /// <summary>The tables of sagas. Finished ones stay for a time (<see cref="SagaOptions.Retention"/>), so that a late message is known to be late.</summary>
    public static StoreSchema Schema { get; } = new(SagaSchema.Component, SagaSchema.Version, """
        create table if not exists dp_saga (
          id uuid primary key,
          saga text not null,
          version bigint not null,
          status text not null,
          state bytea not null,
          updated_at timestamptz not null) with (fillfactor = 70);
        create table if not exists dp_saga_corr (saga text not null, value text not null, saga_id uuid not null, primary key (saga, value));
        create index if not exists dp_saga_corr_saga_id on dp_saga_corr (saga_id);
        create table if not exists dp_saga_step (
          saga_id uuid not null,
          no integer not null,
          name text not null,
          status text not null,
          attempt integer not null,
          message_id text,
          primary key (saga_id, no)) with (fillfactor = 70)
        """);

    /// <summary>What deletes finished sagas.</summary>
    public static ISagaCleaner Cleaner(NpgsqlDataSource source) => new SqlSagaCleaner(source, Clock, Delete);
}
