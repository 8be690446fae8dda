using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Rules.Transactions;

public sealed class QueryWritesTests
{
    private const string Shop = """
        using MassTransit;
        using MediatR;
        using Microsoft.EntityFrameworkCore;

        public record Cart(int Id);
        public class ShopContext : DbContext { public DbSet<Cart> Carts => Set<Cart>(); }
        public record GetCartQuery(int Id) : IRequest<Cart>;
        public interface IQuery<T> : IRequest<T>;
        public record GetCart(int Id) : IQuery<Cart>;
        public interface IQueryHandler<TQuery, TResult> { Task<TResult> HandleAsync(TQuery query); }

        """;

    private static readonly RuleTest Rule = RuleTest.Of<QueryWrites>();

    [Theory]
    [InlineData("IRequestHandler<GetCartQuery, Cart>", "Handle(GetCartQuery query, CancellationToken cancellationToken)")] // the message is named so
    [InlineData("IRequestHandler<GetCart, Cart>", "Handle(GetCart query, CancellationToken cancellationToken)")] // its interface is
    [InlineData("IQueryHandler<GetCart, Cart>", "HandleAsync(GetCart query)")] // the handler's is, whoever declares it
    public Task A_handler_of_a_query_that_saves_is_reported_while_typing(string handler, string method) => Rule.ReportsInEditor(Shop + $$"""
        class Carts(ShopContext db) : {{handler}}
        {
            public async Task<Cart> {{method}} { await db.[|SaveChangesAsync|](); return new(1); }
        }
        """);

    [Fact]
    public Task The_runtimes_own_handlers_are_known() => Rule.WithRuntime().Reports(Shop + """
        class Carts(ShopContext db) : DistPatterns.Cqrs.IQueryHandler<GetCart, Cart>
        {
            public async ValueTask<Cart> HandleAsync(GetCart query, CancellationToken cancellationToken) { await db.[|SaveChangesAsync|](cancellationToken); return new(1); }
        }
        """);

    [Fact]
    public Task What_lies_behind_services_is_found_and_named() => Rule.Reports(Shop + """
        interface IVisits { Task Count(int cart); }
        class Visits(IBus bus) : IVisits { public Task Count(int cart) => bus.Publish(new Cart(cart)); }
        class Carts(IVisits visits, ShopContext db) : IRequestHandler<GetCartQuery, Cart>
        {
            public async Task<Cart> Handle(GetCartQuery query, CancellationToken cancellationToken)
            {
                await visits.[|Count|](query.Id);
                return await db.Carts.FirstAsync(cancellationToken);
            }
        }
        """,
        "'Carts.Handle' answers a query, but publishes a message (IVisits.Count → IBus.Publish). A query is repeated, cached and sent to a replica because it changes nothing: let a command do this.");

    [Fact]
    public Task One_handler_is_reported_once() => Rule.Reports(Shop + """
        class Carts(ShopContext db, IBus bus) : IRequestHandler<GetCartQuery, Cart>
        {
            public async Task<Cart> Handle(GetCartQuery query, CancellationToken cancellationToken)
            {
                await db.[|SaveChangesAsync|](cancellationToken);
                await bus.Publish(new Cart(1), cancellationToken);
                return new(1);
            }
        }
        """);

    [Theory]
    [InlineData("await db.Carts.FirstAsync()")]
    [InlineData("db.Carts.Add(new(1))")] // nothing makes it durable
    [InlineData("await mediator.Publish(new Seen())")] // in this process
    [InlineData("await users.CheckPassword(\"secret\")")]
    [InlineData("await audits.Save()")]
    [InlineData("await db.AddAuditLog()")]
    [InlineData("await using var reading = await db.Database.BeginTransactionAsync(); await reading.CommitAsync()")]
    public Task What_changes_nothing_or_only_keeps_books_is_fine(string statement) => Rule.StaysSilent(Shop + $$"""
        record Seen : INotification;
        class AuditTrail(ShopContext db) { public Task Save() => db.SaveChangesAsync(); }
        class Users(ShopContext db) { public async Task<bool> CheckPassword(string given) { await db.SaveChangesAsync(); return given.Length > 8; } }
        static class Trails { public static Task AddAuditLog(this ShopContext db) => db.SaveChangesAsync(); }
        class Carts(ShopContext db, IMediator mediator, Users users, AuditTrail audits) : IRequestHandler<GetCartQuery, Cart>
        {
            public async Task<Cart> Handle(GetCartQuery query, CancellationToken cancellationToken) { {{statement}}; await Task.Yield(); return new(1); }
        }
        """);

    [Fact]
    public Task A_command_may_write_and_so_may_what_no_query_asks() => Rule.StaysSilent(Shop + """
        record PlaceOrder(int Id) : IRequest<Cart>;
        class Orders(ShopContext db) : IRequestHandler<PlaceOrder, Cart>
        {
            public async Task<Cart> Handle(PlaceOrder order, CancellationToken cancellationToken) { await db.SaveChangesAsync(cancellationToken); return new(1); }
        }

        class Carts(ShopContext db) : IRequestHandler<GetCartQuery, Cart>
        {
            public Task<Cart> Handle(GetCartQuery query, CancellationToken cancellationToken) => Task.FromResult(new Cart(1));
            public Task Save() => db.SaveChangesAsync();
        }
        """);

    [Fact]
    public Task A_decorator_of_any_query_is_not_blamed_for_the_one_that_writes() => Rule.Reports(Shop + """
        class Carts(ShopContext db) : IQueryHandler<GetCart, Cart>
        {
            public async Task<Cart> HandleAsync(GetCart query) { await db.[|SaveChangesAsync|](); return new(1); }
        }

        class Timed<TQuery, TResult>(IQueryHandler<TQuery, TResult> inner) : IQueryHandler<TQuery, TResult>
        {
            public Task<TResult> HandleAsync(TQuery query) => inner.HandleAsync(query);
        }

        class Outer(IQueryHandler<GetCart, Cart> inner) : IQueryHandler<GetCartQuery, Cart> { public Task<Cart> HandleAsync(GetCartQuery query) => inner.HandleAsync(new(query.Id)); }
        """);

    [Fact]
    public Task A_type_that_the_user_allows_may_be_written_through() => Rule.With(".editorconfig", "root = true\n[*.cs]\ndistpatterns.query_writes.allowed = Other, Visits\n").StaysSilent(Shop + """
        class Visits(ShopContext db) { public Task Count() => db.SaveChangesAsync(); }
        class Carts(Visits visits) : IRequestHandler<GetCartQuery, Cart>
        {
            public async Task<Cart> Handle(GetCartQuery query, CancellationToken cancellationToken) { await visits.Count(); return new(1); }
        }
        """);

    [Fact]
    public async Task A_write_that_is_known_by_a_name_only_is_information()
    {
        var solution = new Testing.Solution().With("Shop", Shop + """
            public interface ICartRepository { Task SaveAsync(Cart cart); }
            class Carts(ICartRepository carts) : IRequestHandler<GetCartQuery, Cart>
            {
                public async Task<Cart> Handle(GetCartQuery query, CancellationToken cancellationToken) { await carts.SaveAsync(new(1)); return new(1); }
            }
            """);

        Assert.Equal(["Shop: SaveAsync"], await solution.Find("DP2011", DiagnosticSeverity.Info));
        Assert.Empty(await solution.Find("DP2011", DiagnosticSeverity.Warning));
    }
}
