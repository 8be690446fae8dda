using System.Data.Common;
using DistPatterns.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using DistPatterns.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace DistPatterns.Runtime.Tests.Storage;

public sealed class StoreSchemaTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tables_that_are_missing_are_named_with_what_to_run()
    {
        await using var database = new SqliteDatabase();
        var error = await Assert.ThrowsAsync<SchemaMismatchException>(async () => await SqliteLeaseStore.Schema.CheckAsync(database.Source, Cancel));
        Assert.Contains("no tables of 'lease'", error.Message, StringComparison.Ordinal);
        Assert.Contains("CreateDistPatternsTablesAsync", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tables_of_leases_are_created_with_those_of_the_other_parts()
    {
        await using var database = new SqliteDatabase();
        using var host = Build(services => services.AddSqliteLeases(database.ConnectionString));
        await host.Services.CreateDistPatternsTablesAsync(Cancel);
        await host.StartAsync(Cancel); // which checks them
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task So_they_are_on_PostgreSQL()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await Assert.ThrowsAsync<SchemaMismatchException>(async () => await PostgresLeaseStore.Schema.CheckAsync(database.Source, Cancel));
    }

    [Fact]
    public async Task Tables_of_another_version_are_neither_used_nor_touched()
    {
        await using var database = new SqliteDatabase();
        await SqliteLeaseStore.Schema.CreateAsync(database.Source, Cancel);
        var next = new StoreSchema("lease", 2, "create table new_lease (name text)");

        var error = await Assert.ThrowsAsync<SchemaMismatchException>(async () => await next.CreateAsync(database.Source, Cancel));

        Assert.Equal((2, 1), (error.Needed, error.Found));
        Assert.Contains("in version 1, and this library needs version 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await database.Source.QueryAsync("select count(*) from sqlite_master where name = 'new_lease'"));
    }

    [Fact]
    public async Task Many_may_create_the_tables_at_once()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        StoreSchema[] schemas = [PostgresLeaseStore.Schema, Fence.Schema];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => schemas[i % 2].CreateAsync(database.Source, Cancel).AsTask())));
        await PostgresLeaseStore.Schema.CheckAsync(database.Source, Cancel);
    }

    [Fact]
    public async Task A_host_does_not_start_without_its_tables()
    {
        await using var database = new SqliteDatabase();
        using var host = Build(services => services.AddSqliteLeases(database.ConnectionString));
        await Assert.ThrowsAsync<SchemaMismatchException>(() => host.StartAsync(Cancel));
    }

    [Fact]
    public async Task A_host_starts_while_its_database_is_away()
    {
        await using var nobody = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1");
        using var host = Build(services => services.AddSingleton(nobody).AddPostgresLeases());

        await host.StartAsync(Cancel);

        await Assert.ThrowsAnyAsync<DbException>(async () => await host.Services.GetRequiredService<LeaseClient>().TryAcquireAsync("billing", Cancel));
        await host.StopAsync(Cancel);
    }

    [Theory]
    [InlineData(typeof(TaskCanceledException))]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(EndOfStreamException))]
    public async Task It_starts_whatever_the_driver_says_of_a_database_that_is_away(Type error)
    {
        using var host = Build(services => services.Needs("lease", _ => _ => throw (Exception)Activator.CreateInstance(error)!));
        await host.StartAsync(Cancel);
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_start_that_is_cancelled_ends()
    {
        using var start = new CancellationTokenSource();
        using var host = Build(services => services.Needs("lease", _ => async cancel =>
        {
            await start.CancelAsync();
            cancel.ThrowIfCancellationRequested();
        }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.StartAsync(start.Token));
    }

    private static IHost Build(Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        add(builder.Services);
        return builder.Build();
    }
}
