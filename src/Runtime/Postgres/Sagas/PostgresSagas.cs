using DistPatterns.Storage;

namespace DistPatterns.Sagas;

/// <summary>Sagas on PostgreSQL.</summary>
public static class PostgresSagas
{
    /// <summary>The tables of sagas. The rows of finished ones stay until somebody deletes them: by them a late message is known to be late.</summary>
    public static StoreSchema Schema { get; } = new(SagaSchema.Component, SagaSchema.Version, """
        create table if not exists dp_saga (
          id uuid primary key,
          saga text not null,
          version bigint not null,
          status text not null,
          state bytea not null,
          updated_at timestamptz not null) with (fillfactor = 70);
        create table if not exists dp_saga_corr (saga text not null, value text not null, saga_id uuid not null, primary key (saga, value));
        create table if not exists dp_saga_step (
          saga_id uuid not null,
          no integer not null,
          name text not null,
          status text not null,
          attempt integer not null,
          message_id text,
          primary key (saga_id, no)) with (fillfactor = 70)
        """);
}
