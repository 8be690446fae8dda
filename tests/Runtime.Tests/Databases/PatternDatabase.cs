using System.Data.Common;
using DistPatterns.EventSourcing;
using DistPatterns.Inbox;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Sagas;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DistPatterns.Runtime.Tests.Databases;

/// <summary>A database of either engine with the tables of messages, events and sagas, and hosts over it.</summary>
internal sealed class PatternDatabase : IAsyncDisposable
{
    private readonly IAsyncDisposable _database;
    private readonly Func<DateTimeOffset, Task> _setTime;

    private PatternDatabase(Engine engine, IAsyncDisposable database, DbDataSource source, Func<DateTimeOffset, Task> setTime) =>
        (Engine, _database, Source, _setTime) = (engine, database, source, setTime);

    public Engine Engine { get; }

    public DbDataSource Source { get; }

    public static async Task<PatternDatabase> CreateAsync(Engine engine)
    {
        var database = engine == Engine.Postgres ? OfPostgres(await PostgresDatabase.CreateAsync()) : OfSqlite(new SqliteDatabase());
        await database.CreateTablesAsync();
        return database;

        static PatternDatabase OfPostgres(PostgresDatabase postgres) => new(Engine.Postgres, postgres, postgres.Source, postgres.SetTimeAsync);
        static PatternDatabase OfSqlite(SqliteDatabase sqlite) => new(Engine.Sqlite, sqlite, sqlite.Source, now => Task.FromResult(sqlite.Now = now));
    }

    /// <summary>A database that the test has made by itself, with what tables it has.</summary>
    public static PatternDatabase Over(NpgsqlDataSource source) =>
        new(Engine.Postgres, source, source, _ => throw new NotSupportedException("The clock of this database is its server's."));

    public async Task CreateTablesAsync()
    {
        StoreSchema[] schemas = Engine == Engine.Postgres
            ? [PostgresInbox.Schema, PostgresEventStore.Schema, PostgresSagas.Schema]
            : [SqliteInbox.Schema, SqliteEventStore.Schema, SqliteSagas.Schema];
        foreach (var schema in schemas)
        {
            await schema.CreateAsync(Source, TestContext.Current.CancellationToken);
            await schema.CheckAsync(Source, TestContext.Current.CancellationToken);
        }

        if (Engine == Engine.Sqlite)
        {
            await Source.QueryAsync("pragma journal_mode = wal");
        }

        await TableOutbox.CreateAsync(Source, Engine);
        await Source.QueryAsync("create table effect (name text not null, number bigint not null)");
    }

    /// <summary>What a process has that is started over this database.</summary>
    public IHost Host(Action<DistPatternsBuilder> configure, TimeProvider? time = null, Action<IServiceCollection>? services = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Services.AddSingleton<ILoggerProvider, RecordedLog>();
        services?.Invoke(builder.Services);
        builder.Services.TryAddSingleton<ITransactionRunner>(s => new DataSourceTransactionRunner(Source, s.GetRequiredService<IOutbox>()));
        builder.Services.TryAddSingleton<IOutbox, TableOutbox>();
        builder.Services.AddDistPatterns(AddStores).AddDistPatterns(configure);
        return builder.Build();
    }

    /// <summary>Sets the database's own time, as those see it who clean up over <see cref="Source"/>; rows that are written have the real one.</summary>
    public Task SetTimeAsync(DateTimeOffset now) => _setTime(now);

    /// <summary>Runs something in a transaction and commits it.</summary>
    public async Task<T> InTransactionAsync<T>(Func<DbTransaction, ValueTask<T>> work)
    {
        await using var connection = await Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var result = await work(transaction);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        return result;
    }

    public async Task<OpenTransaction> BeginAsync()
    {
        var connection = await Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        return new(connection, await connection.BeginTransactionAsync(TestContext.Current.CancellationToken));
    }

    public Task<object?> QueryAsync(string sql) => Source.QueryAsync(sql);

    public async Task<long> CountAsync(string table) => Convert.ToInt64(await QueryAsync($"select count(*) from {table}"), System.Globalization.CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private void AddStores(DistPatternsBuilder builder)
    {
        if (Source is NpgsqlDataSource postgres)
        {
            builder.UsePostgres(postgres);
        }
        else
        {
            builder.UseSqlite(Source.ConnectionString);
        }
    }
}
