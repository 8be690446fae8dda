using System.Data.Common;
using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistPatterns.Runtime.Tests.EntityFrameworkCore;

/// <summary>A shop whose orders and outbox are in a database of its own.</summary>
internal sealed class Shop : IAsyncDisposable, ILoggerProvider
{
    private readonly IAsyncDisposable _database;
    private readonly List<string> _warnings = [];

    private Shop(IAsyncDisposable database, DbDataSource source, Action<DbContextOptionsBuilder> use, bool pooled, bool watched)
    {
        (_database, Source) = (database, source);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(this));
        services.AddDistPatterns(d => d.AddMessage<OrderPlaced>().UseEntityFrameworkCore<ShopDb>());
        services.AddSingleton<IOutbox>(Outbox).AddSingleton(Outbox.Signal);
        void Configure(DbContextOptionsBuilder options)
        {
            use(options);
            if (watched)
            {
                options.AddInterceptors(Faults);
            }
        }

        _ = pooled ? services.AddDbContextPool<ShopDb>(Configure) : services.AddDbContext<ShopDb>(Configure);
        Services = services.BuildServiceProvider();
    }

    public DbDataSource Source { get; }

    public ServiceProvider Services { get; }

    public ShopOutbox Outbox { get; } = new();

    public ShopFaults Faults { get; } = new();

    public long Signals => Outbox.Signal.Generation;

    public IReadOnlyList<string> Warnings => _warnings;

    public static async Task<Shop> OpenAsync(string database, bool retries = false, bool pooled = false, bool watched = true, Action<DbContextOptionsBuilder>? use = null)
    {
        var shop = await CreateAsync(database, retries, pooled, watched, use ?? (_ => { }));
        await using var db = shop.NewContext();
        await db.GetService<IRelationalDatabaseCreator>().CreateTablesAsync(TestContext.Current.CancellationToken);
        await shop.Source.QueryAsync(ShopOutbox.Table);
        shop.Faults.Commits = 0;
        return shop;
    }

    public ShopDb NewContext() => Services.CreateScope().ServiceProvider.GetRequiredService<ShopDb>();

    public async Task<(long Orders, long Messages)> CountAsync() =>
        ((long)(await Source.QueryAsync("select count(*) from \"Orders\""))!, (long)(await Source.QueryAsync("select count(*) from outbox"))!);

    public async Task<List<string>> IdsAsync()
    {
        await using var command = Source.CreateCommand("select id from outbox");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var ids = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await _database.DisposeAsync();
    }

    public void Dispose()
    {
    }

    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("DistPatterns", StringComparison.Ordinal) ? new ShopLog(this) : NullLogger.Instance;

    private static async Task<Shop> CreateAsync(string database, bool retries, bool pooled, bool watched, Action<DbContextOptionsBuilder> use)
    {
        if (database == "PostgreSQL")
        {
            var postgres = await PostgresDatabase.CreateAsync();
            return new(postgres, postgres.Source, use + (o => o.UseNpgsql(postgres.ConnectionString, n => _ = retries ? n.ExecutionStrategy(d => new RetryLost(d)) : n)), pooled, watched);
        }

        var sqlite = new SqliteDatabase();
        return new(sqlite, sqlite.Source, use + (o => o.UseSqlite(sqlite.ConnectionString, s => _ = retries ? s.ExecutionStrategy(d => new RetryLost(d)) : s)), pooled, watched);
    }

    private sealed class ShopLog(Shop shop) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
            {
                shop._warnings.Add($"{eventId.Name}: {formatter(state, exception)}");
            }
        }
    }
}
