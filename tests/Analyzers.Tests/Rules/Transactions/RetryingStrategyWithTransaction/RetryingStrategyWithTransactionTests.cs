using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Transactions;

public sealed class RetryingStrategyWithTransactionTests
{
    private const string Types = """
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Storage;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        public class Order { public int Id { get; set; } }
        public class ShopContext : DbContext { public DbSet<Order> Orders => Set<Order>(); public Task<IDbContextTransaction> BeginAsync() => Database.BeginTransactionAsync(); }
        public class LedgerContext : DbContext;

        """;

    private const string Retrying = """services.AddDbContext<ShopContext>(o => o.UseNpgsql("Host=shop", n => n.EnableRetryOnFailure()));""";
    private const string Begin = "await using var transaction = await db.Database.[|BeginTransactionAsync|]();";
    private const string Commit = "await transaction.CommitAsync();";

    private static RuleTest Rule => RuleTest.Of<RetryingStrategyWithTransaction>().AsProgram();

    private static string Program(string configuration, string code, string more = "") => Types + $$"""
        static class Program
        {
            static void Main() { }
            static void Configure(IServiceCollection services, IHostApplicationBuilder builder) { {{configuration}} }
            static void AddOurs<T>(IServiceCollection services) where T : DbContext => services.AddDbContext<T>(o => Use(o));
            static void Use(DbContextOptionsBuilder options) => options.UseNpgsql("Host=shop", n => n.EnableRetryOnFailure(3));
        }
        class Orders(ShopContext db, LedgerContext ledger) { public async Task Place() { {{code}} } {{more}} }
        """;

    [Fact]
    public Task A_save_in_a_transaction_under_a_retrying_strategy_throws() => Rule.Reports(
        Program(Retrying, $"{Begin} await db.SaveChangesAsync(); {Commit}"),
        "'BeginTransactionAsync' begins a transaction, and the strategy of ShopContext, which retries (EnableRetryOnFailure), is to run ShopContext.SaveChangesAsync in it: that throws, "
        + "since a retry could not begin it again. Run the whole in CreateExecutionStrategy().Execute.");

    [Theory]
    [InlineData("services.AddDbContextPool<ShopContext>(o => o.UseSqlServer(\"\", s => s.EnableRetryOnFailure(5)));")]
    [InlineData("services.AddDbContext<ShopContext>(o => o.UseMySql(null!, m => m.EnableRetryOnFailure()));")]
    [InlineData("services.AddDbContextFactory<ShopContext>(o => o.UseNpgsql(\"\", n => n.ExecutionStrategy(d => new Npgsql.EntityFrameworkCore.PostgreSQL.NpgsqlRetryingExecutionStrategy(d))));")]
    [InlineData("builder.AddNpgsqlDbContext<ShopContext>(\"shop\");")]
    [InlineData("services.AddDbContext<ShopContext>(o => o.UseNpgsql(\"\")); builder.EnrichNpgsqlDbContext<ShopContext>();")]
    [InlineData("AddOurs<ShopContext>(services);")]
    public Task However_the_context_is_told_to_retry(string configuration) => Rule.Reports(Program(configuration, $"{Begin} await db.SaveChangesAsync(); {Commit}"));

    [Fact]
    public Task A_strategy_is_known_where_what_it_runs_does_not_bind() => Rule.Unbound().StaysSilent(Program(Retrying, """
        var strategy = db.Database.CreateExecutionStrategy();
        await strategy.ExecuteAsync(async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.SaveChangesAsync();
            Missing<int> answer = await Elsewhere.NextAsync(transaction);
            await transaction.CommitAsync();
            return answer;
        });
        """));

    [Theory]
    [InlineData("await using var t = await db.Database.[|BeginTransactionAsync|](); var all = await db.Orders.ToListAsync(); await t.CommitAsync();")]
    [InlineData("await using var t = await db.[|BeginAsync|](); await db.SaveChangesAsync(); await t.CommitAsync();")]
    [InlineData("using var t = db.Database.[|BeginTransaction|](); db.SaveChanges(); t.Commit();")]
    [InlineData("using (var t = db.Database.[|BeginTransaction|]()) { await Save(); t.Commit(); }")]
    [InlineData("using var scope = new [|System.Transactions.TransactionScope|](); await db.SaveChangesAsync(); scope.Complete();")]
    public Task Queries_and_saves_behind_calls_throw_too(string code) =>
        Rule.Reports(Program(Retrying, code, "Task Save() => db.SaveChangesAsync();").Replace("new [|System.Transactions.TransactionScope|]", "[|new System.Transactions.TransactionScope|]"));

    [Fact]
    public Task A_context_that_configures_itself_to_retry_counts() => RuleTest.Of<RetryingStrategyWithTransaction>().ReportsInEditor("""
        using Microsoft.EntityFrameworkCore;
        class Shop : DbContext
        {
            protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql("", n => n.EnableRetryOnFailure());
            public void Place() { using var t = Database.[|BeginTransaction|](); SaveChanges(); t.Commit(); }
        }
        """);

    [Theory]
    [InlineData("var s = db.Database.CreateExecutionStrategy(); await s.ExecuteAsync(async () => { await using var t = await db.Database.BeginTransactionAsync(); await db.SaveChangesAsync(); await t.CommitAsync(); });")]
    [InlineData("await db.Database.CreateExecutionStrategy().ExecuteAsync(Work);")]
    [InlineData("await db.Database.CreateExecutionStrategy().ExecuteAsync(async () => await Work());")]
    [InlineData("await Resilient(async () => { await using var t = await db.Database.BeginTransactionAsync(); await db.SaveChangesAsync(); await t.CommitAsync(); });")]
    public Task What_a_strategy_runs_is_silent_with_all_that_it_calls(string code) => Rule.StaysSilent(Program(Retrying, code, code.Contains("Work") ? """
        async Task Work() { await using var t = await db.BeginAsync(); await db.SaveChangesAsync(); await t.CommitAsync(); }
        """ : "Task Resilient(Func<Task> work) => db.Database.CreateExecutionStrategy().ExecuteAsync(work);"));

    [Theory]
    [InlineData("await db.SaveChangesAsync();")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(); await db.Database.ExecuteSqlRawAsync(\"delete from orders\"); await t.CommitAsync();")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(); await t.CommitAsync(); await db.SaveChangesAsync();")]
    [InlineData("await using var t = await ledger.Database.BeginTransactionAsync(); await ledger.SaveChangesAsync(); await t.CommitAsync();")]
    [InlineData("using var scope = new System.Transactions.TransactionScope(System.Transactions.TransactionScopeOption.Suppress); await db.SaveChangesAsync(); scope.Complete();")]
    public Task A_single_save_raw_SQL_and_other_contexts_are_silent(string code) => Rule.StaysSilent(Program(Retrying, code));

    [Theory]
    [InlineData("services.AddDbContext<ShopContext>(o => o.UseNpgsql(\"\"));")]
    [InlineData("builder.AddNpgsqlDbContext<ShopContext>(\"shop\", s => s.DisableRetry = true);")]
    [InlineData("")]
    public Task A_context_that_does_not_retry_is_silent(string configuration) =>
        Rule.StaysSilent(Program(configuration, "await using var t = await db.Database.BeginTransactionAsync(); await db.SaveChangesAsync(); await t.CommitAsync();"));

    private const string Pipeline = """
        namespace Shop.Web
        {
            using MediatR;
            using Microsoft.AspNetCore.Builder;
            using Microsoft.AspNetCore.Http;
            using Microsoft.AspNetCore.Mvc;
            public class Around<TRequest, TResponse>(BEGUN db) : IPipelineBehavior<TRequest, TResponse> where TRequest : notnull
            {
                public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
                {
                    await using var t = await db.Database.BEHAVIOUR(cancellationToken);
                    var response = await next();
                    await t.CommitAsync(cancellationToken);
                    return response;
                }
            }
            public record Place(int Id) : IRequest<int>;
            public class Places(ShopContext db) : IRequestHandler<Place, int>
            {
                public async Task<int> Handle(Place request, CancellationToken cancellationToken) => await db.SaveChangesAsync(cancellationToken);
            }
            public class Middle(RequestDelegate next)
            {
                public async Task InvokeAsync(HttpContext context, BEGUN db)
                {
                    await using var t = await db.Database.MIDDLEWARE();
                    await next(context);
                    await t.CommitAsync();
                }
            }
            public class Carts(ShopContext db) : ControllerBase { [HttpPost] public Task Add() => db.SaveChangesAsync(); }
            static class Setup { static void Use(IApplicationBuilder app) => app.UseMiddleware<Middle>(); }
        }
        """;

    [Fact]
    public Task A_save_inside_a_behaviour_or_a_middleware_that_holds_the_transaction_throws() => Rule.Reports(Program(Retrying, "") + Pipeline
        .Replace("BEGUN", "ShopContext").Replace("BEHAVIOUR", "[|BeginTransactionAsync|]").Replace("MIDDLEWARE", "[|BeginTransactionAsync|]"));

    [Fact]
    public Task A_behaviour_that_holds_the_transaction_of_another_context_is_silent() => Rule.StaysSilent(Program(Retrying, "") + Pipeline
        .Replace("BEGUN", "LedgerContext").Replace("BEHAVIOUR", "BeginTransactionAsync").Replace("MIDDLEWARE", "BeginTransactionAsync"));

    [Fact]
    public Task A_save_in_a_lambda_that_our_own_method_runs_in_its_transaction_throws() => Rule.Reports(Program(
        Retrying,
        "await InTransaction(() => db.SaveChangesAsync());",
        "async Task InTransaction(Func<Task> work) { await using var t = await db.Database.[|BeginTransactionAsync|](); await work(); await t.CommitAsync(); }"));

    [Fact]
    public Task A_save_through_an_interface_that_the_context_has_throws() => Rule.Reports(Program(Retrying, "await Save(db);", """
        async Task Save(IShop shop) { await using var t = await shop.Database.[|BeginTransactionAsync|](); await shop.SaveChangesAsync(); await t.CommitAsync(); }
        """).Replace("class ShopContext : DbContext", "class ShopContext : DbContext, IShop")
        + "public interface IShop { Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade Database { get; } Task<int> SaveChangesAsync(CancellationToken cancellationToken = default); }");

    [Fact]
    public Task What_is_returned_is_returned_through_the_strategy() => RuleTest.Of<RetryingStrategyWithTransaction>().Fixes(Method("""
                // all or nothing
                using var transaction = db.Database.[|BeginTransaction|]();
                var saved = db.SaveChanges();

                transaction.Commit();
                return saved;
        """), Method("""
                var strategy = db.Database.CreateExecutionStrategy();
                return strategy.Execute(() =>
                {
                    // all or nothing
                    using var transaction = db.Database.BeginTransaction();
                    var saved = db.SaveChanges();

                    transaction.Commit();
                    return saved;
                });
        """));

    [Theory]
    [InlineData("foreach (var i in new[] { 1 }) { using var t = db.Database.[|BeginTransaction|](); db.SaveChanges(); t.Commit(); continue; } return 1;")]
    [InlineData("if (db is not null) { using var t = db.Database.[|BeginTransaction|](); db.SaveChanges(); t.Commit(); return 2; } return 1;")]
    public Task Code_that_leaves_by_a_jump_is_left_to_the_user(string code) => RuleTest.Of<RetryingStrategyWithTransaction>().OffersNoFix(Method("        " + code));

    [Fact]
    public Task A_middleware_does_not_run_the_rest_of_a_request_twice() => RuleTest.Of<RetryingStrategyWithTransaction>().OffersNoFix(Method("""
                Microsoft.AspNetCore.Http.RequestDelegate next = null!;
                using var transaction = db.Database.[|BeginTransaction|]();
                var saved = db.SaveChanges();
                next(null!).Wait();
                transaction.Commit();
                return saved;
        """));

    private static string Method(string body) => $$"""
        using Microsoft.EntityFrameworkCore;
        class Shop : DbContext
        {
            protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql("", n => n.EnableRetryOnFailure());

            public int Save(Shop db)
            {
        {{body}}
            }
        }
        """;
}
