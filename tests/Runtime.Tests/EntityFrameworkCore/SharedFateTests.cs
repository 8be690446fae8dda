using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DistPatterns.Runtime.Tests.EntityFrameworkCore;

/// <summary>A message shares the fate of the order that was added with it, each time in a way that people have lost or invented messages.</summary>
public sealed class SharedFateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Databases => ["SQLite", "PostgreSQL"];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_save_that_failed_in_a_transaction_is_mended_after_its_commit(string database)
    {
        await using var shop = await Shop.OpenAsync(database);
        await using var db = shop.NewContext();
        var order = Place(db);
        shop.Outbox.Failure = new InvalidOperationException("once");
        await using (var transaction = await db.Database.BeginTransactionAsync(Cancel))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Cancel));
            await transaction.CommitAsync(Cancel);
        }

        Assert.Equal((0, 0), await shop.CountAsync());
        order.Status = "mended";
        await db.SaveChangesAsync(Cancel);
        Assert.Equal((1, 1), await shop.CountAsync());
        Assert.Empty(shop.Warnings);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_save_whose_concurrency_exception_is_suppressed_succeeds_with_its_message(string database)
    {
        await using var shop = await Shop.OpenAsync(database, use: o => o.AddInterceptors(new SuppressConcurrencyExceptions()));
        await using var db = shop.NewContext();
        db.Remove(new Order());
        Place(db);

        await db.SaveChangesAsync(Cancel);

        Assert.Equal((1, 1), await shop.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_commit_of_something_else_takes_no_message_that_was_not_saved(string database)
    {
        await using var shop = await Shop.OpenAsync(database);
        await using var db = shop.NewContext();
        Place(db);
        await using (var transaction = await db.Database.BeginTransactionAsync(Cancel))
        {
            await db.Orders.ExecuteUpdateAsync(o => o.SetProperty(x => x.Status, "old"), Cancel);
            await transaction.CommitAsync(Cancel);
        }

        shop.Outbox.Failure = new InvalidOperationException("once");
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Cancel));
        Assert.Equal((0, 0), await shop.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task What_was_added_in_a_transaction_that_rolled_back_before_the_save_is_saved_by_the_next(string database)
    {
        await using var shop = await Shop.OpenAsync(database);
        await using var db = shop.NewContext();
        await using (var transaction = await db.Database.BeginTransactionAsync(Cancel))
        {
            Place(db);
            await transaction.RollbackAsync(Cancel);
        }

        await db.SaveChangesAsync(Cancel);
        Assert.Equal((1, 1), await shop.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_rollback_to_a_savepoint_takes_the_save_and_its_message(string database)
    {
        await using var shop = await Shop.OpenAsync(database);
        await using var db = shop.NewContext();
        await using (var transaction = await db.Database.BeginTransactionAsync(Cancel))
        {
            Place(db);
            await db.SaveChangesAsync(Cancel);
            await transaction.CreateSavepointAsync("first", Cancel);
            Place(db);
            await db.SaveChangesAsync(Cancel);
            await transaction.RollbackToSavepointAsync("first", Cancel);
            await transaction.CommitAsync(Cancel);
        }

        Assert.Equal((1, 1), await shop.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Clearing_the_change_tracker_takes_the_order_and_its_message(string database)
    {
        await using var shop = await Shop.OpenAsync(database);
        await using var db = shop.NewContext();
        Place(db);
        db.ChangeTracker.Clear();

        await db.SaveChangesAsync(Cancel);
        Assert.Equal((0, 0), await shop.CountAsync());
    }

    private static Order Place(ShopDb db)
    {
        var order = new Order();
        db.Add(order);
        db.Outbox().Enqueue(new OrderPlaced(order.Id), key: order.Id);
        return order;
    }

    private sealed class SuppressConcurrencyExceptions : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult> ThrowingConcurrencyExceptionAsync(
            ConcurrencyExceptionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) => ValueTask.FromResult(InterceptionResult.Suppress());
    }
}
