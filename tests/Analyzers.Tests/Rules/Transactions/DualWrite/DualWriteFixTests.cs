using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Transactions;

/// <summary>The way of a message into the outbox of its context; what is fixed compiles against the runtime as it is built here.</summary>
public sealed class DualWriteFixTests
{
    private const string Shop = """
        using MassTransit;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.Logging;

        public class Order { public Guid Id { get; set; } public int Number { get; set; } public int CustomerId { get; set; } public decimal Total { get; set; } }
        public class Ticket { public int Id { get; set; } public string Seat { get; set; } = ""; public Guid Code { get; set; } = Guid.NewGuid(); }
        public record Request(int Id, string Name);
        public record OrderPlaced(object Id, decimal Total = 0);
        public record OrderCounted(object Id);
        public record TicketSold(object Id);
        public class ShopContext : DbContext
        {
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<Ticket> Tickets => Set<Ticket>();
        }

        """;

    private static RuleTest Rule => RuleTest.Of<DualWrite>().WithRuntime();

    [Theory]
    [InlineData("await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(request.Id));", "db.Outbox().Enqueue(new OrderPlaced(request.Id)); await db.SaveChangesAsync(); ")]
    [InlineData("await db.SaveChangesAsync(stop).ConfigureAwait(false); await bus.[|Publish|](new OrderPlaced(request.Id), stop).ConfigureAwait(false);", "db.Outbox().Enqueue(new OrderPlaced(request.Id)); await db.SaveChangesAsync(stop).ConfigureAwait(false); ")]
    [InlineData("await db.SaveChangesAsync(); await bus.[|Publish<OrderPlaced>|](new OrderPlaced(request.Id), stop);", "db.Outbox().Enqueue(new OrderPlaced(request.Id)); await db.SaveChangesAsync(); ")]
    [InlineData("var n = await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(request.Id)); log.LogInformation(\"{N}\", n);", "db.Outbox().Enqueue(new OrderPlaced(request.Id)); var n = await db.SaveChangesAsync(); log.LogInformation(\"{N}\", n);")]
    [InlineData("await db.SaveChangesAsync(); log.LogInformation(\"saved\"); await bus.[|Publish|](new OrderPlaced($\"{request.Name}\"));", "db.Outbox().Enqueue(new OrderPlaced($\"{request.Name}\")); await db.SaveChangesAsync(); log.LogInformation(\"saved\"); ")]
    [InlineData("await Task.Yield(); db.SaveChanges(); await bus.[|Publish|](new OrderPlaced(Guid.NewGuid()));", "await Task.Yield(); db.Outbox().Enqueue(new OrderPlaced(Guid.NewGuid())); db.SaveChanges(); ")]
    [InlineData("db.SaveChanges(); await bus.[|Publish|](new OrderPlaced(request.Id), stop);", "db.Outbox().Enqueue(new OrderPlaced(request.Id)); await db.SaveChangesAsync(stop); ")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(); db.Add(ticket); await db.SaveChangesAsync(); await t.CommitAsync(); await bus.[|Publish|](new TicketSold(ticket.Id));", "await using var t = await db.Database.BeginTransactionAsync(); db.Add(ticket); await db.SaveChangesAsync(); db.Outbox().Enqueue(new TicketSold(ticket.Id)); await db.SaveChangesAsync(); await t.CommitAsync(); ")]
    [InlineData("using var t = db.Database.BeginTransaction(); db.Add(order); db.SaveChanges(); t.Commit(); await bus.[|Publish|](new OrderPlaced(1), stop);", "using var t = db.Database.BeginTransaction(); db.Add(order); db.SaveChanges(); db.Outbox().Enqueue(new OrderPlaced(1)); await db.SaveChangesAsync(stop); await t.CommitAsync(stop); ")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(); db.Add(order); await db.SaveChangesAsync(); await t.CommitAsync(stop).ConfigureAwait(false); await bus.[|Publish|](new OrderPlaced(1));", "await using var t = await db.Database.BeginTransactionAsync(); db.Add(order); await db.SaveChangesAsync(); db.Outbox().Enqueue(new OrderPlaced(1)); await db.SaveChangesAsync(stop).ConfigureAwait(false); await t.CommitAsync(stop).ConfigureAwait(false); ")]
    public Task A_publish_after_the_save_is_enqueued_before_it(string before, string after) => Rule.Fixes(Method(before), Method(after));

    [Theory]
    [InlineData("await bus.[|Publish|](new OrderPlaced(order.CustomerId)); await db.SaveChangesAsync();", "db.Outbox().Enqueue(new OrderPlaced(order.CustomerId)); await db.SaveChangesAsync();")]
    [InlineData("await bus.[|Publish|](new OrderPlaced(1), stop); db.Add(order); order.Total = 3; await db.SaveChangesAsync();", "db.Outbox().Enqueue(new OrderPlaced(1)); db.Add(order); order.Total = 3; await db.SaveChangesAsync();")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(); await bus.[|Publish|](new OrderPlaced(1)); await db.Orders.ExecuteDeleteAsync(stop); await t.CommitAsync(stop);", "await using var t = await db.Database.BeginTransactionAsync(); db.Outbox().Enqueue(new OrderPlaced(1)); await db.Orders.ExecuteDeleteAsync(stop); await db.SaveChangesAsync(stop); await t.CommitAsync(stop);")]
    public Task A_publish_before_the_save_is_enqueued_where_it_stands(string before, string after) => Rule.Fixes(Method(before), Method(after));

    [Theory]
    [InlineData("db.Add(order); await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(order.Id, order.Total));", "db.Add(order); db.Outbox().Enqueue(new OrderPlaced(order.Id, order.Total)); await db.SaveChangesAsync(); ")]
    [InlineData("await db.Orders.AddAsync(order); await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(order.Id));", "await db.Orders.AddAsync(order); db.Outbox().Enqueue(new OrderPlaced(order.Id)); await db.SaveChangesAsync(); ")]
    [InlineData("db.Add(ticket); await db.SaveChangesAsync(); await bus.[|Publish|](new TicketSold(ticket.Code));", "db.Add(ticket); db.Outbox().Enqueue(new TicketSold(ticket.Code)); await db.SaveChangesAsync(); ")]
    [InlineData("var sold = await db.Tickets.FirstAsync(); sold.Seat = \"1\"; await db.SaveChangesAsync(); await bus.[|Publish|](new TicketSold(sold.Id));", "var sold = await db.Tickets.FirstAsync(); sold.Seat = \"1\"; db.Outbox().Enqueue(new TicketSold(sold.Id)); await db.SaveChangesAsync(); ")]
    public Task A_key_that_is_there_before_the_save_is_read_there(string before, string after) => Rule.Fixes(Method(before), Method(after));

    [Theory]
    [InlineData("db.Add(ticket); await db.SaveChangesAsync(); await bus.[|Publish|](new TicketSold(ticket.Id));")] // the database makes it
    [InlineData("db.Add(ticket); await db.SaveChangesAsync(); var id = ticket.Id; await bus.[|Publish|](new TicketSold(id));")]
    [InlineData("await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(order.Id));")] // not seen to be added
    [InlineData("await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(order.CustomerId));")] // set by what it refers to
    [InlineData("await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(order));")] // read as a whole
    [InlineData("var n = await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(n));")]
    [InlineData("var n = 0; n = await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(n));")]
    [InlineData("await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(await db.Orders.CountAsync()));")]
    public Task A_message_that_needs_the_save_stays(string body) => Rule.OffersNoFix(Method(body));

    [Theory]
    [InlineData("try { await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(1)); } catch (Exception) { await Task.Yield(); }")]
    [InlineData("await db.SaveChangesAsync(); try { await bus.[|Publish|](new OrderPlaced(1)); } catch (Exception) { await Task.Yield(); }")]
    [InlineData("await db.SaveChangesAsync(); if (request.Id > 0) await bus.[|Publish|](new OrderPlaced(1));")]
    [InlineData("await db.SaveChangesAsync(); foreach (var i in new[] { 1 }) { await bus.[|Publish|](new OrderPlaced(1)); }")]
    [InlineData("await db.SaveChangesAsync(); await Task.Delay(1); await bus.[|Publish|](new OrderPlaced(1));")] // may fail, and then there is no message
    [InlineData("await db.SaveChangesAsync(); if (request.Id < 0) return; await bus.[|Publish|](new OrderPlaced(1));")]
    [InlineData("await bus.[|Publish|](new OrderPlaced(1)); if (request.Id < 0) return; await db.SaveChangesAsync();")]
    [InlineData("await db.SaveChangesAsync(); await bus.[|Publish<OrderPlaced>|](new { Id = 1 });")]
    [InlineData("await db.SaveChangesAsync(); var sent = bus.[|Publish|](new OrderPlaced(1)); await sent;")]
    [InlineData("await db.Database.CreateExecutionStrategy().ExecuteAsync(async () => { await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(1)); });")]
    public Task Where_the_way_between_them_means_something_nothing_is_offered(string body) => Rule.OffersNoFix(Method(body));

    [Fact]
    public Task Without_the_runtime_nothing_is_offered() => RuleTest.Of<DualWrite>().OffersNoFix(Method("await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(1));"));

    [Theory]
    [InlineData("""class Totals : IEntityTypeConfigurationOf { void Configure(dynamic total) => total.HasComputedColumnSql("1"); } interface IEntityTypeConfigurationOf;""")]
    [InlineData("class Audited : ShopContext { public override int SaveChanges() => base.SaveChanges(); }")]
    public Task Where_a_save_may_set_anything_no_stored_value_is_read_before_it(string more) =>
        Rule.OffersNoFix(Method("db.Add(order); await db.SaveChangesAsync(); await bus.[|Publish|](new OrderPlaced(order.Total));") + more);

    [Fact]
    public Task Several_messages_of_one_save_go_in_their_order_with_what_they_need_and_say() => Rule.With("Data.cs", Shop).Fixes(
        """
        using Microsoft.EntityFrameworkCore;

        class Checkout(ShopContext db, MassTransit.IBus bus)
        {
            async Task Place(Order order)
            {
                db.Add(order);

                // all or nothing
                await db.SaveChangesAsync();

                var placed = new OrderPlaced(order.Id); // the first
                // tell them
                await bus.[|Publish|](placed); // all
                await bus.[|Publish|](new OrderCounted(order.Number));
                Console.WriteLine();
            }
        }
        """,
        """
        using Microsoft.EntityFrameworkCore;

        class Checkout(ShopContext db, MassTransit.IBus bus)
        {
            async Task Place(Order order)
            {
                db.Add(order);

                var placed = new OrderPlaced(order.Id); // the first
                // tell them
                db.Outbox().Enqueue(placed); // all
                db.Outbox().Enqueue(new OrderCounted(order.Number));
                // all or nothing
                await db.SaveChangesAsync();

                Console.WriteLine();
            }
        }
        """);

    [Fact]
    public Task The_namespace_of_the_outbox_is_imported_where_it_is_missing() => Rule.With("Data.cs", Shop).Fixes(
        """
        using MassTransit;

        class Checkout(ShopContext db, IBus bus)
        {
            async Task Place()
            {
                await db.SaveChangesAsync();
                await bus.[|Publish|](new OrderPlaced(1));
            }
        }
        """,
        """
        using MassTransit;
        using Microsoft.EntityFrameworkCore;

        class Checkout(ShopContext db, IBus bus)
        {
            async Task Place()
            {
                db.Outbox().Enqueue(new OrderPlaced(1));
                await db.SaveChangesAsync();
            }
        }
        """);

    /// <summary>A method with a statement a line.</summary>
    private static string Method(string body) => Shop + $$"""
        class Checkout(ShopContext db, IBus bus, ILogger<Checkout> log)
        {
            public async Task Place(Order order, Ticket ticket, Request request, CancellationToken stop)
            {
                {{body.Trim().Replace("; ", ";\n        ")}}
            }
        }

        """;

    [Theory]
    [InlineData("class Tills(DbConnection db, IBus bus, OutboxWriter outbox)", "outbox")]
    [InlineData("class Tills(DbConnection db, IBus bus, OutboxWriter writer)", "writer")]
    public Task A_publish_after_the_commit_of_a_plain_transaction_is_written_into_it(string type, string writer) => RuleTest.Of<DualWrite>().WithRuntime().Fixes(
        Plain(type, "await transaction.CommitAsync(stop); var sold = new TicketSold(id); await bus.[|Publish|](sold, stop).ConfigureAwait(false);"),
        Plain(type.Replace("IBus bus, ", ""), $"var sold = new TicketSold(id); await {writer}.EnqueueAsync(transaction, sold, cancellationToken: stop).ConfigureAwait(false); await transaction.CommitAsync(stop);"));

    [Fact]
    public Task A_writer_in_a_field_of_a_class_with_a_constructor_is_used() => RuleTest.Of<DualWrite>().WithRuntime().Fixes(
        Plain("class Tills", "transaction.Commit(); await bus.[|Publish|](new TicketSold(id));", Fields),
        Plain("class Tills", "await _outbox.EnqueueAsync(transaction, new TicketSold(id)); transaction.Commit();", Fields));

    private const string Fields = """
        private readonly DbConnection db; private readonly IBus bus; private readonly OutboxWriter _outbox;
            public Tills(DbConnection db, IBus bus, OutboxWriter outbox) => (this.db, this.bus, _outbox) = (db, bus, outbox);
        """;

    private static string Plain(string type, string body, string fields = "") => $$"""
        using System.Data.Common;
        using Dapper;
        using DistPatterns.Outbox;
        using MassTransit;

        record TicketSold(long Id);
        {{type}}
        {
            {{fields}}
            public async Task Sell(CancellationToken stop)
            {
                await using var transaction = await db.BeginTransactionAsync(stop);
                var id = await db.ExecuteScalarAsync<long>("insert into ticket default values returning id", null, transaction);
                await db.ExecuteAsync("update seat set taken = 1", null, transaction);
                {{body.Replace("; ", ";\n        ")}}
            }
        }
        """;
}
