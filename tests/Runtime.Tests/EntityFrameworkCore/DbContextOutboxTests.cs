using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DistPatterns.Runtime.Tests.EntityFrameworkCore;

/// <summary>Each on SQLite and PostgreSQL, with synchronous and asynchronous saves.</summary>
public sealed class DbContextOutboxTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Ways => new() { { "SQLite", false }, { "SQLite", true }, { "PostgreSQL", false }, { "PostgreSQL", true } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_message_is_written_with_the_change_it_tells_of_and_after_it(string database, bool isAsync)
    {
        await using var shop = await Shop.OpenAsync(database);
        await using var db = shop.NewContext();
        var order = Place(db);
        Assert.Equal((0, 0), await shop.CountAsync());

        await SaveAsync(db, isAsync);

        Assert.Equal((1, 1), await shop.CountAsync());
        Assert.Equal($"{order.Id} 1", await shop.Source.QueryAsync("select order_key || ' ' || orders from outbox"));
        Assert.Equal((0, 1), (db.Outbox().Count, shop.Signals));
        await SaveAsync(db, isAsync);
        Assert.Equal((1, 1), await shop.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_message_without_any_change_is_written_too(string database, bool isAsync)
    {
        await using var shop = await Shop.OpenAsync(database);
        await using var db = shop.NewContext();
        db.Outbox().Enqueue(new OrderPlaced(Guid.Empty), key: 42, version: 7);

        await SaveAsync(db, isAsync);

        Assert.Equal("42 7", await shop.Source.QueryAsync("select order_key || ' ' || version from outbox"));
        Assert.Equal(1, shop.Signals);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_save_that_fails_leaves_nothing_behind_and_the_next_one_writes_the_same_message(string database, bool isAsync)
    {
        await using var shop = await Shop.OpenAsync(database);
        await using var db = shop.NewContext();
        var taken = Place(db);
        await SaveAsync(db, isAsync);
        db.ChangeTracker.Clear();

        var order = new Order { Id = taken.Id };
        db.Add(order);
        var message = db.Outbox().Enqueue(new OrderPlaced(order.Id), order.Id);
        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(db, isAsync));
        Assert.Equal((1, 1), await shop.CountAsync());

        db.Entry(order).State = EntityState.Detached;
        order.Id = Guid.CreateVersion7();
        db.Add(order);
        await SaveAsync(db, isAsync);
        Assert.Equal((2, 2), await shop.CountAsync());
        Assert.Contains(message.Id.ToString(), await shop.IdsAsync());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_message_that_cannot_be_written_fails_the_save_and_takes_the_change_with_it(string database, bool isAsync)
    {
        await using var shop = await Shop.OpenAsync(database);
        await using var db = shop.NewContext();
        Place(db);
        shop.Outbox.Failure = new InvalidOperationException("disk full");

        await Assert.ThrowsAsync<InvalidOperationException>(() => SaveAsync(db, isAsync));
        Assert.Equal((0, 0), await shop.CountAsync());

        await SaveAsync(db, isAsync);
        Assert.Equal((1, 1), await shop.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Each_save_of_a_transaction_writes_its_messages_and_the_commit_sends_them(string database, bool isAsync)
    {
        await using var shop = await Shop.OpenAsync(database);
        await using (var db = shop.NewContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Cancel);
            Place(db);
            await SaveAsync(db, isAsync);
            Place(db);
            await SaveAsync(db, isAsync);
            db.Outbox().Enqueue(new OrderPlaced(Guid.Empty)); // and no save any more
            Assert.Equal((1, 0), (db.Outbox().Count, shop.Signals));
            await CommitAsync(transaction, isAsync);
            Assert.Equal((1, 1), (db.Outbox().Count, shop.Signals));
        }

        Assert.Equal((2, 2), await shop.CountAsync());
        Assert.Equal(3m, Convert.ToDecimal(await shop.Source.QueryAsync("select sum(orders) from outbox"), null)); // each saw the orders of its save and before
        Assert.Contains("1 messages were enqueued in ShopDb and never saved", Assert.Single(shop.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_save_that_commits_has_the_outbox_commit_where_no_other_interceptor_sees_the_commit_coming(string database, bool isAsync)
    {
        await using var shop = await Shop.OpenAsync(database, watched: false);
        await using var db = shop.NewContext();
        Place(db);
        await SaveAsync(db, isAsync);
        Place(db);
        shop.Outbox.Failure = new InvalidOperationException("disk full");
        await Assert.ThrowsAsync<InvalidOperationException>(() => SaveAsync(db, isAsync));
        Assert.Equal((1, 1, 1, 1), await CountAsync());

        await SaveAsync(db, isAsync);
        Assert.Equal((2, 2, 2, 0), await CountAsync());
        await using (var transaction = await db.Database.BeginTransactionAsync(Cancel))
        {
            Place(db);
            await SaveAsync(db, isAsync);
            await CommitAsync(transaction, isAsync);
        }

        Assert.Equal((3, 3, 2, 0), await CountAsync());

        await using var watched = await Shop.OpenAsync(database);
        await using var other = watched.NewContext();
        Place(other);
        await SaveAsync(other, isAsync);
        Assert.Equal(0, watched.Outbox.Commits);

        async Task<(long, long, int, int)> CountAsync()
        {
            var (orders, messages) = await shop.CountAsync();
            return (orders, messages, shop.Outbox.Commits, db.Outbox().Count);
        }
    }

    [Theory]
    [InlineData("SQLite", false)]
    [InlineData("SQLite", true)]
    [InlineData("PostgreSQL", false)]
    [InlineData("PostgreSQL", true)]
    public async Task What_was_saved_in_a_transaction_is_gone_with_it_and_what_was_only_enqueued_waits_for_a_save(string database, bool explicitly)
    {
        await using var shop = await Shop.OpenAsync(database);
        await using var db = shop.NewContext();
        db.Outbox().Enqueue(new OrderPlaced(Guid.Empty));
        Envelope waiting;
        await using (var transaction = await db.Database.BeginTransactionAsync(Cancel))
        {
            Place(db);
            await db.SaveChangesAsync(Cancel);
            waiting = db.Outbox().Enqueue(new OrderPlaced(Guid.Empty));
            if (explicitly)
            {
                await transaction.RollbackAsync(Cancel);
            }
        }

        await using (var transaction = await db.Database.BeginTransactionAsync(Cancel))
        {
            await transaction.CommitAsync(Cancel);
        }

        Assert.Equal((0, 0), await shop.CountAsync());
        await db.SaveChangesAsync(Cancel);
        Assert.Equal([waiting.Id.ToString()], await shop.IdsAsync());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_message_whose_save_failed_is_not_sent_by_a_commit_without_it(string database, bool isAsync)
    {
        await using var shop = await Shop.OpenAsync(database);
        await using var db = shop.NewContext();
        await using (var transaction = await db.Database.BeginTransactionAsync(Cancel))
        {
            var order = Place(db);
            await SaveAsync(db, isAsync);
            db.ChangeTracker.Clear();
            db.Add(new Order { Id = order.Id });
            db.Outbox().Enqueue(new OrderPlaced(order.Id));
            await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(db, isAsync));
            await CommitAsync(transaction, isAsync);
        }

        Assert.Equal((1, 1), await shop.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task In_a_transaction_of_somebody_else_each_save_writes_its_messages(string database, bool isAsync)
    {
        await using var shop = await Shop.OpenAsync(database);
        await using var db = shop.NewContext();
        await db.Database.OpenConnectionAsync(Cancel);
        foreach (var commits in new[] { true, false })
        {
            await using var transaction = await db.Database.GetDbConnection().BeginTransactionAsync(Cancel);
            await db.Database.UseTransactionAsync(transaction, Cancel);
            Place(db);
            await SaveAsync(db, isAsync);
            Place(db);
            await SaveAsync(db, isAsync);
            Assert.Equal(0, db.Outbox().Count);
            await (commits ? transaction.CommitAsync(Cancel) : transaction.RollbackAsync(Cancel));
            await db.Database.UseTransactionAsync(null, Cancel);
        }

        await SaveAsync(db, isAsync);
        Assert.Equal((2, 2), await shop.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_commit_that_was_lost_is_run_again_with_the_same_message(string database, bool isAsync)
    {
        await using var shop = await Shop.OpenAsync(database, retries: true);
        await using var db = shop.NewContext();
        db.Add(new Order());
        var message = db.Outbox().Enqueue(new OrderPlaced(Guid.Empty));
        shop.Faults.Lost = 2;

        await SaveAsync(db, isAsync);

        Assert.Equal(3, shop.Faults.Commits);
        Assert.Equal([message.Id.ToString()], await shop.IdsAsync());
        Assert.Equal((1, 1), await shop.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_commit_of_unknown_outcome_that_is_run_again_writes_no_other_id(string database, bool isAsync)
    {
        await using var shop = await Shop.OpenAsync(database, retries: true);
        await using var db = shop.NewContext();
        var order = new Order();
        db.Add(order);
        await SaveAsync(db, isAsync);
        order.Status = "paid";
        var message = db.Outbox().Enqueue(new OrderPlaced(order.Id));
        shop.Faults.Unknown = 1;

        await SaveAsync(db, isAsync);

        Assert.Equal([message.Id.ToString()], (await shop.IdsAsync()).Distinct()); // the second copy is the inbox's to drop
        Assert.Equal(0, db.Outbox().Count);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_transaction_that_is_run_again_as_a_whole_writes_the_same_messages_once(string database, bool isAsync)
    {
        await using var shop = await Shop.OpenAsync(database, retries: true);
        await using var db = shop.NewContext();
        var order = Place(db);
        shop.Faults.Lost = 1;
        shop.Faults.Unknown = 1;
        var strategy = db.Database.CreateExecutionStrategy();

        if (isAsync)
        {
            await strategy.ExecuteInTransactionAsync(
                cancel => db.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancel), cancel => db.Orders.AsNoTracking().AnyAsync(o => o.Id == order.Id, cancel), Cancel);
        }
        else
        {
            strategy.ExecuteInTransaction(() => db.SaveChanges(acceptAllChangesOnSuccess: false), () => db.Orders.AsNoTracking().Any(o => o.Id == order.Id));
        }

        Assert.Equal((1, 1), await shop.CountAsync());
    }

    [Fact]
    public async Task A_transaction_that_is_run_again_and_enqueues_anew_writes_no_message_twice()
    {
        await using var shop = await Shop.OpenAsync("SQLite", retries: true);
        await using var db = shop.NewContext();
        shop.Faults.Lost = 2;

        await db.Database.CreateExecutionStrategy().ExecuteAsync(
            async cancel =>
            {
                db.ChangeTracker.Clear();
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                Place(db);
                await db.SaveChangesAsync(cancel);
                await transaction.CommitAsync(cancel);
            },
            Cancel);

        Assert.Equal((1, 1), await shop.CountAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_that_were_never_saved_are_told_of(bool pooled)
    {
        await using var shop = await Shop.OpenAsync("SQLite", pooled: pooled);
        await using (var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(shop.Services))
        {
            var db = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<ShopDb>(scope.ServiceProvider);
            db.Outbox().Enqueue(new OrderPlaced(Guid.Empty));
        }

        Assert.Contains(shop.Warnings, w => w.Contains("1 messages were enqueued in ShopDb and never saved", StringComparison.Ordinal));
        await using (var next = shop.NewContext())
        {
            Assert.Equal(0, next.Outbox().Count);
            Place(next);
            await next.SaveChangesAsync(Cancel);
        }

        Assert.Equal((1, 1), await shop.CountAsync());
        Assert.Single(shop.Warnings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_of_a_commit_of_unknown_outcome_are_not_said_to_be_never_saved(bool isAsync)
    {
        await using var shop = await Shop.OpenAsync("SQLite", watched: false);
        await using (var db = shop.NewContext())
        {
            db.Outbox().Enqueue(new OrderPlaced(Guid.Empty));
            shop.Outbox.Failure = new ConnectionLostException();
            await Assert.ThrowsAsync<ConnectionLostException>(() => SaveAsync(db, isAsync));
        }

        Assert.Empty(shop.Warnings);
    }

    [Fact]
    public async Task Contexts_do_not_take_each_others_messages()
    {
        await using var shop = await Shop.OpenAsync("PostgreSQL");
        await using var first = shop.NewContext();
        await using var second = shop.NewContext();
        Place(first);
        Place(second);

        await second.SaveChangesAsync(Cancel);
        Assert.Equal((1, 1), await shop.CountAsync());
        await first.SaveChangesAsync(Cancel);
        Assert.Equal((2, 2), await shop.CountAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_transaction_of_System_Transactions_is_refused_with_the_way_out(bool isAsync)
    {
        await using var shop = await Shop.OpenAsync("PostgreSQL");
        await using var db = shop.NewContext();
        Place(db);
        using (var scope = new System.Transactions.TransactionScope(System.Transactions.TransactionScopeAsyncFlowOption.Enabled))
        {
            var error = await Assert.ThrowsAsync<NotSupportedException>(() => SaveAsync(db, isAsync));
            Assert.Contains("Database.BeginTransaction", error.Message, StringComparison.Ordinal);
            scope.Complete();
        }

        Assert.Equal((0, 0), await shop.CountAsync());
        await SaveAsync(db, isAsync);
        Assert.Equal((1, 1), await shop.CountAsync());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_save_that_may_begin_no_transaction_is_refused_with_the_way_out(string database, bool isAsync)
    {
        await using var shop = await Shop.OpenAsync(database);
        await using var db = shop.NewContext();
        db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        Place(db);

        Assert.Contains("AutoTransactionBehavior", (await Assert.ThrowsAsync<NotSupportedException>(() => SaveAsync(db, isAsync))).Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), await shop.CountAsync());
    }

    [Fact]
    public async Task Messages_are_not_counted_as_saved_entities_and_are_written_as_they_were_enqueued()
    {
        await using var shop = await Shop.OpenAsync("SQLite");
        await using var db = shop.NewContext();
        var ids = Enumerable.Range(0, 50).Select(_ => db.Outbox().Enqueue(new OrderPlaced(Guid.Empty)).Id.ToString()).ToList();
        db.Add(new Order());

        Assert.Equal(1, await db.SaveChangesAsync(Cancel));
        Assert.Equal(ids, await shop.IdsAsync());
    }

    [Fact]
    public async Task Cleared_messages_are_not_written_and_not_told_of()
    {
        await using var shop = await Shop.OpenAsync("SQLite");
        await using (var db = shop.NewContext())
        {
            db.Add(new Order());
            db.Outbox().Enqueue(new OrderPlaced(Guid.Empty));
            db.Outbox().Clear();
            await db.SaveChangesAsync(Cancel);
        }

        Assert.Equal((1, 0), await shop.CountAsync());
        Assert.Empty(shop.Warnings);
    }

    [Fact]
    public void The_entity_of_messages_has_no_table_whatever_the_model_does_with_its_entities()
    {
        using var db = new PrefixedDb(new DbContextOptionsBuilder<PrefixedDb>().UseSqlite("Data Source=:memory:").UseOutbox().Options);

        Assert.Null(db.Model.FindEntityType(typeof(OutboxMessage))!.GetTableName());
        Assert.DoesNotContain("OutboxMessage", db.Database.GenerateCreateScript(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_without_transactions_is_refused_with_the_way_out()
    {
        var options = new DbContextOptionsBuilder<ShopDb>().UseOutbox().Options;
        Assert.Contains("needs a relational database", Assert.Throws<InvalidOperationException>(() => new ShopDb(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_without_an_outbox_says_how_to_have_one()
    {
        using var db = new ShopDb(new DbContextOptionsBuilder<ShopDb>().UseSqlite("Data Source=:memory:").Options);
        Assert.Contains("UseOutbox()", Assert.Throws<InvalidOperationException>(() => db.Outbox()).Message, StringComparison.Ordinal);
    }

    private sealed class PrefixedDb(DbContextOptions<PrefixedDb> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Order>();
            foreach (var entity in modelBuilder.Model.GetEntityTypes())
            {
                entity.SetTableName("shop_" + entity.GetTableName());
            }
        }
    }

    private static Order Place(ShopDb db)
    {
        var order = new Order();
        db.Add(order);
        db.Outbox().Enqueue(new OrderPlaced(order.Id), key: order.Id);
        return order;
    }

    private static async Task SaveAsync(ShopDb db, bool isAsync) => _ = isAsync ? await db.SaveChangesAsync(Cancel) : db.SaveChanges();

    private static async Task CommitAsync(IDbContextTransaction transaction, bool isAsync)
    {
        if (isAsync)
        {
            await transaction.CommitAsync(Cancel);
        }
        else
        {
            transaction.Commit();
        }
    }
}
