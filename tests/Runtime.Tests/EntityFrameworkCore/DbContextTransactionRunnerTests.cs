using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Databases;
using DistPatterns.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Runtime.Tests.EntityFrameworkCore;

public sealed class DbContextTransactionRunnerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task What_the_work_does_with_the_context_and_with_the_transaction_commits_together(string database)
    {
        await using var shop = await Shop.OpenAsync(database);

        Assert.Equal(42, await RunAsync(shop, fails: false));
        Assert.Equal((2, 2), await shop.CountAsync());
        Assert.Equal(1, shop.Signals);
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(shop, fails: true));
        Assert.Equal((2, 2), await shop.CountAsync());
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Work_that_is_run_again_leaves_nothing_of_the_first_time(string database)
    {
        await using var shop = await Shop.OpenAsync(database, retries: true);
        shop.Faults.Lost = 2;

        Assert.Equal(42, await RunAsync(shop, fails: false));

        Assert.Equal(3, shop.Faults.Commits);
        Assert.Equal((2, 2), await shop.CountAsync());
        Assert.Empty(shop.Warnings);
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task What_an_outbox_writer_wrote_in_the_contexts_transaction_is_told_of_too(string database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var signal = shop.Services.GetRequiredService<OutboxSignal>();
        var before = signal.Generation;
        await using var scope = shop.Services.CreateAsyncScope();

        await shop.Services.GetRequiredService<ITransactionRunner>().RunAsync(
            scope.ServiceProvider,
            (transaction, _, _) =>
            {
                signal.Written(transaction); // as the outbox does that a writer writes into
                Assert.Equal(before, signal.Generation);
                return ValueTask.FromResult(42);
            },
            Cancel);

        Assert.Equal(before + 1, signal.Generation);
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task The_outbox_commits_what_the_last_save_of_the_work_writes(string database)
    {
        await using var shop = await Shop.OpenAsync(database, watched: false);

        Assert.Equal(42, await RunAsync(shop, fails: false));

        Assert.Equal((2, 2), await shop.CountAsync());
        Assert.Equal(1, shop.Outbox.Commits);
    }

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task What_failed_after_its_last_save_is_not_written_by_a_later_commit(string database)
    {
        var refusal = new RefuseAfterSave();
        await using var shop = await Shop.OpenAsync(database, watched: false, use: o => o.AddInterceptors(refusal));
        await using var scope = shop.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await shop.Services.GetRequiredService<ITransactionRunner>().RunAsync(
            scope.ServiceProvider,
            (_, _, _) =>
            {
                db.Outbox().Enqueue(new OrderPlaced(Guid.Empty));
                return ValueTask.FromResult(42);
            },
            Cancel));

        await using (var transaction = await db.Database.BeginTransactionAsync(Cancel))
        {
            await transaction.CommitAsync(Cancel);
        }

        Assert.Equal((0, 0), await shop.CountAsync());
    }

    [Fact]
    public async Task Messages_for_a_context_without_an_outbox_fail_the_work_and_leave_nothing()
    {
        await using var database = new SqliteDatabase();
        await using var services = new ServiceCollection().AddDbContext<ShopDb>(o => o.UseSqlite(database.ConnectionString)).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
        await db.Database.EnsureCreatedAsync(Cancel);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await new DbContextTransactionRunner<ShopDb>().RunAsync(
            scope.ServiceProvider,
            async (_, outgoing, cancel) =>
            {
                db.Add(new Order());
                await db.SaveChangesAsync(cancel);
                outgoing.Add(new(Guid.NewGuid(), "OrderPlaced", "orders", default));
                return 42;
            },
            Cancel));

        Assert.Contains("ShopDb has no outbox", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await db.Orders.CountAsync(Cancel));
    }

    // one order through the context, unsaved at the end, and one through the transaction
    private static async Task<int> RunAsync(Shop shop, bool fails)
    {
        await using var scope = shop.Services.CreateAsyncScope();
        return await shop.Services.GetRequiredService<ITransactionRunner>().RunAsync(
            scope.ServiceProvider,
            async (transaction, _, cancel) =>
            {
                var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
                await using var command = transaction.Connection!.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = $"insert into \"Orders\" (\"Id\", \"Status\") values ('{Guid.CreateVersion7()}', 'new')";
                await command.ExecuteNonQueryAsync(cancel);
                db.Outbox().Enqueue(new OrderPlaced(Guid.Empty));
                await db.SaveChangesAsync(cancel);
                db.Add(new Order());
                db.Outbox().Enqueue(new OrderPlaced(Guid.Empty));
                return fails ? throw new InvalidOperationException("no") : 42;
            },
            Cancel);
    }

    private sealed class RefuseAfterSave : SaveChangesInterceptor
    {
        public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("after the save");
    }
}
