using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Rules.Transactions;

public sealed class RemoteCallInTransactionTests
{
    private static readonly RuleTest Rule = RuleTest.Of<RemoteCallInTransaction>();

    [Theory]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(); await http.[|PostAsync|](\"/pay\", null); await db.SaveChangesAsync(); await t.CommitAsync();")]
    [InlineData("using var t = db.Database.BeginTransaction(); try { Pay().Wait(); t.Commit(); } catch { t.Rollback(); throw; } Task Pay() => Task.CompletedTask; } async Task Two() { using var t = db.Database.BeginTransaction(); await [|Ask|](); t.Commit();")]
    [InlineData("using var scope = new System.Transactions.TransactionScope(); await [|Ask|](); scope.Complete();")]
    public Task A_call_between_begin_and_commit_is_reported(string body) => Rule.Reports(Orders(body));

    [Theory]
    [InlineData("await Ask(); await using var t = await db.Database.BeginTransactionAsync(); await db.SaveChangesAsync(); await t.CommitAsync();")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(); await db.SaveChangesAsync(); await t.CommitAsync(); await Ask();")]
    [InlineData("await using (var t = await db.Database.BeginTransactionAsync()) { try { await t.CommitAsync(); } catch { await t.RollbackAsync(); await Ask(); throw; } }")]
    public Task A_call_before_or_after_it_is_fine(string body) => Rule.StaysSilent(Orders(body));

    [Fact]
    public Task A_mail_is_information() => Rule.ReportsAs(DiagnosticSeverity.Info, Orders(
        "using var t = db.Database.BeginTransaction(); await mail.[|SendMailAsync|](\"a\", \"b\", \"c\", \"d\"); t.Commit();"));

    [Fact]
    public Task A_handler_inside_the_transaction_of_a_behaviour_is_reported_if_its_request_carries_the_marker() => Rule.With("Pipeline.cs", """
        using MediatR;
        public interface ITxRequest;
        public class TxBehavior<TRequest, TResponse>(Db db) : IPipelineBehavior<TRequest, TResponse>
            where TRequest : notnull
        {
            public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
            {
                if (request is not ITxRequest)
                    return await next();
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                var response = await next();
                await transaction.CommitAsync(cancellationToken);
                return response;
            }
        }
        public class Db : Microsoft.EntityFrameworkCore.DbContext;
        """).Reports("""
        using MediatR;
        public record Pay(int Order) : IRequest<int>, ITxRequest;
        public class PayHandler(HttpClient http) : IRequestHandler<Pay, int>
        {
            public async Task<int> Handle(Pay request, CancellationToken cancellationToken) { await http.[|PostAsync|]("/pay", null); return 1; }
        }
        public record Look(int Order) : IRequest<int>;
        public class LookHandler(HttpClient http) : IRequestHandler<Look, int>
        {
            public async Task<int> Handle(Look request, CancellationToken cancellationToken) { await http.GetAsync("/pay"); return 1; }
        }
        """);

    private const string Behaviour = """
        using MediatR;
        public class TxBehavior<TRequest, TResponse>(Db db) : IPipelineBehavior<TRequest, TResponse>
            where TRequest : notnull
        {
            public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                var response = await next();
                await transaction.CommitAsync(cancellationToken);
                return response;
            }
        }
        public class Db : Microsoft.EntityFrameworkCore.DbContext;
        """;

    private const string Payment = """
        using MediatR;
        public record Pay(int Order) : IRequest<int>;
        public class PayHandler(HttpClient http) : IRequestHandler<Pay, int>
        {
            public async Task<int> Handle(Pay request, CancellationToken cancellationToken) { await http.PostAsync("/pay", null); return 1; }
        }
        """;

    [Theory]
    [InlineData("Till", "Till: PostAsync")]
    [InlineData("Desk", "")]
    public async Task A_behaviour_is_around_the_handlers_of_the_programs_that_register_it(string registering, string expected)
    {
        const string Registration = """
            static class Setup
            {
                static void Add(Microsoft.Extensions.DependencyInjection.IServiceCollection services) =>
                    Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddTransient(services, typeof(MediatR.IPipelineBehavior<,>), typeof(TxBehavior<,>));
            }
            """;
        var solution = new Testing.Solution().With("Shared", Behaviour)
            .With("Desk", registering == "Desk" ? Registration : "")
            .With("Till", Payment + (registering == "Till" ? Registration : ""));

        Assert.Equal(expected, string.Join(", ", await solution.Find("DP2003")));
    }

    [Theory]
    [InlineData(new[] { "Shop", "Till" }, "Till: PostAsync")]
    [InlineData(new[] { "Till", "Shop" }, "Till: PostAsync")]
    [InlineData(new[] { "Shop" }, "")]
    public async Task A_behaviour_without_a_marker_is_around_the_commands_of_its_own_program(string[] known, string expected)
    {
        var sources = new Dictionary<string, string> { ["Shop"] = Behaviour, ["Till"] = Payment };
        var solution = known.Aggregate(new Testing.Solution(), (all, name) => all.With(name, sources[name]));
        if (known.Length == 1)
            solution.Apart("Till", sources["Till"]);

        Assert.Equal(expected, string.Join(", ", await solution.Find("DP2003")));
    }

    [Fact]
    public Task A_behaviour_whose_package_is_missing_is_one_by_its_names() => Rule.Unbound().With("Pipeline.cs", """
        public interface ITxRequest;
        public class TxBehavior<TRequest, TResponse>(Db db) : IPipelineBehavior<TRequest, TResponse>
            where TRequest : IMessage
        {
            public async ValueTask<TResponse> Handle(TRequest request, MessageHandlerDelegate<TRequest, TResponse> next, CancellationToken cancellationToken)
            {
                if (request is not ITxRequest)
                    return await next(request, cancellationToken);
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                var response = await next(request, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return response;
            }
        }
        public class Db : Microsoft.EntityFrameworkCore.DbContext;
        """).Reports("""
        public record Pay(int Order) : ICommand<int>, ITxRequest;
        public class PayHandler(HttpClient http) : ICommandHandler<Pay, int>
        {
            public async ValueTask<int> Handle(Pay request, CancellationToken cancellationToken) { await http.[|PostAsync|]("/pay", null); return 1; }
        }
        """);

    private const string UnitOfWork = """
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Storage;
        public interface IUnitOfWork { Task BeginAsync(); Task CommitAsync(); Task RollbackAsync(); Task RunAsync(Func<Task> work); Task StoreAsync(); }
        public class UnitOfWork(DbContext db) : IUnitOfWork
        {
            private IDbContextTransaction? _transaction;
            public async Task BeginAsync() => _transaction = await db.Database.BeginTransactionAsync();
            public async Task CommitAsync() { await db.SaveChangesAsync(); await _transaction!.CommitAsync(); }
            public Task RollbackAsync() => _transaction!.RollbackAsync();
            public async Task RunAsync(Func<Task> work)
            {
                await using var transaction = await db.Database.BeginTransactionAsync();
                await work();
                await transaction.CommitAsync();
            }
            public async Task StoreAsync()
            {
                await using var transaction = await db.Database.BeginTransactionAsync();
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
            }
        }

        """;

    [Theory]
    [InlineData("await work.BeginAsync(); await http.[|PostAsync|](\"/pay\", null); await work.CommitAsync();")]
    [InlineData("await work.BeginAsync(); try { await http.[|PostAsync|](\"/pay\", null); await work.CommitAsync(); } catch { await work.RollbackAsync(); throw; }")]
    [InlineData("await work.BeginAsync(); try { await http.[|PostAsync|](\"/pay\", null); await work.CommitAsync(); } catch { await work.RollbackAsync(); }")]
    [InlineData("await work.RunAsync(async () => await http.[|PostAsync|](\"/pay\", null));")]
    [InlineData("await work.RunAsync(Pay); } async Task Pay() { await http.PostAsync(\"/pay\", null);", "[|Pay|]")]
    public Task A_transaction_of_a_unit_of_work_of_ours_counts(string body, string? marked = null) =>
        Rule.Reports(UnitOfWork + Shop(marked is null ? body : body.Replace("RunAsync(Pay)", $"RunAsync({marked})")));

    [Theory]
    [InlineData("await http.GetAsync(\"/stock\"); await work.BeginAsync(); await work.CommitAsync(); await http.GetAsync(\"/stock\");")]
    [InlineData("await work.StoreAsync(); await http.GetAsync(\"/stock\"); await work.StoreAsync();")]
    [InlineData("await work.BeginAsync(); await work.CommitAsync(); await http.GetAsync(\"/stock\"); await work.BeginAsync(); await work.CommitAsync();")]
    [InlineData("await work.BeginAsync(); try { await work.CommitAsync(); } catch { await work.RollbackAsync(); await http.GetAsync(\"/stock\"); }")]
    [InlineData("await work.RunAsync(() => Task.CompletedTask); await http.GetAsync(\"/stock\");")]
    public Task Before_it_begins_and_when_it_is_over_is_fine_there_too(string body) => Rule.StaysSilent(UnitOfWork + Shop(body));

    private static string Shop(string body) => $"class Shop(IUnitOfWork work, HttpClient http) {{ public async Task Place() {{ {body} }} }}";

    [Theory]
    [InlineData("app.UseMiddleware<Transactions>();", "http.[|PostAsync|](\"/pay\", null)")]
    [InlineData("", "http.PostAsync(\"/pay\", null)")]
    public Task An_endpoint_inside_the_transaction_of_a_middleware_is_reported_where_a_program_adds_it(string adding, string call)
    {
        var rule = Rule.With("Web.cs", $$"""
            using Microsoft.AspNetCore.Builder;
            using Microsoft.AspNetCore.Http;
            public class Transactions(RequestDelegate next)
            {
                public async Task InvokeAsync(HttpContext context, Microsoft.EntityFrameworkCore.DbContext db)
                {
                    if (HttpMethods.IsGet(context.Request.Method)) { await next(context); return; }
                    await using var transaction = await db.Database.BeginTransactionAsync();
                    await next(context);
                    await transaction.CommitAsync();
                }
            }
            static class Setup { static void Use(IApplicationBuilder app) { {{adding}} } }
            """);
        var orders = $$"""
            using Microsoft.AspNetCore.Mvc;
            public class Orders(HttpClient http) : ControllerBase
            {
                [HttpPost] public Task Place() => {{call}};
                [HttpGet] public Task Look() => http.GetAsync("/stock");
            }
            """;
        return adding.Length > 0 ? rule.Reports(orders) : rule.StaysSilent(orders);
    }

    private static string Orders(string body) => $$"""
        using Microsoft.EntityFrameworkCore;

        class Orders(DbContext db, HttpClient http, System.Net.Mail.SmtpClient mail)
        {
            async Task Place()
            {
                {{body}}
            }

            async Task Ask() => await http.GetAsync("/stock");
        }
        """;
}
