using DistPatterns.Storage;

namespace DistPatterns.Sagas;

/// <summary>Sagas on SQLite.</summary>
public static class SqliteSagas
{
    /// <summary>The tables of sagas. The rows of finished ones stay until somebody deletes them: by them a late message is known to be late.</summary>
    public static StoreSchema Schema { get; } = new(SagaSchema.Component, SagaSchema.Version, """
        create table if not exists dp_saga (
          id text primary key,
          saga text not null,
          version integer not null,
          status text not null,
          state blob not null,
          updated_at text not null);
        create table if not exists dp_saga_corr (saga text not null, value text not null, saga_id text not null, primary key (saga, value));
        create table if not exists dp_saga_step (
          saga_id text not null,
          no integer not null,
          name text not null,
          status text not null,
          attempt integer not null,
          message_id text,
          primary key (saga_id, no))
        """);
}
