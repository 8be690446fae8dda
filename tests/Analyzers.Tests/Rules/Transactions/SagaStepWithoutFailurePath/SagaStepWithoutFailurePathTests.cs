using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Transactions;

public sealed class SagaStepWithoutFailurePathTests
{
    private const string Ship = """.Step("ship", s => s.Sends(o => new Ship(o.Id)))""";

    private static readonly RuleTest Rule = RuleTest.Of<SagaStepWithoutFailurePath>().WithRuntime();

    [Theory]
    [InlineData("""saga.[|Step|]("pay", s => s.Sends(o => new Charge(o.Id)))""" + Ship)]
    [InlineData("""saga.[|Step|]("pay", async (o, context, stop) => await http.PostAsync("/pay", null, stop))""" + Ship)]
    [InlineData("""saga.[|Step|]("pay", Pay)""" + Ship)]
    [InlineData("""saga.[|Step|]("pay", s => s.Runs(Pay).Timeout(TimeSpan.FromMinutes(1)))""" + Ship)]
    [InlineData("""saga.[|Step|]("pay", s => s.Runs(Ask).CallsOut())""" + Ship)]
    [InlineData("""saga.[|Step|]("save", async (o, context, stop) => await db.SaveChangesAsync(stop))""" + Ship)]
    [InlineData("""saga.Step("ask", Ask).[|Step|]("pay", Pay).Step("ship", Pay).Pivot().Step("tell", Pay)""")]
    [InlineData("""saga.[|Step|]("pay", Pay); saga.Step("ship", Pay)""")]
    public Task A_step_that_nothing_undoes_and_something_follows_is_reported(string steps) => Rule.Reports(Saga(steps));

    [Theory]
    [InlineData("""saga.Step("pay", Pay, Refund)""" + Ship)]
    [InlineData("""saga.Step("pay", s => s.Sends(o => new Charge(o.Id)), undo => undo.Runs(Refund))""" + Ship)]
    [InlineData("""saga.Step("pay", Pay).Pivot()""" + Ship)]
    [InlineData("""saga.Step("pay", Pay)""")]
    [InlineData("""saga.Step("ask", Ask)""" + Ship)]
    [InlineData("""saga.Step("tell", s => s.Sends(o => new NotifyCustomer(o.Id)))""" + Ship)]
    [InlineData("""saga.Done("order", undo => undo.Runs(Refund))""" + Ship)]
    [InlineData("""saga.Pivot().Step("pay", Pay)""" + Ship)]
    public Task A_step_that_is_undone_or_need_not_be_is_fine(string steps) => Rule.StaysSilent(Saga(steps));

    [Fact]
    public Task What_is_changed_and_what_follows_are_told() => Rule.Reports(
        Saga("""saga.[|Step|]("pay", Pay)""" + Ship),
        "The step 'pay' changes something elsewhere (HttpClient.PostAsync), and the step 'ship' behind it can fail: the change is then left behind. "
        + "Undo it, or let nothing that can fail come after it.");

    [Fact]
    public Task A_compensation_to_be_written_is_added() => Rule.Fixes(
        Saga("""saga.[|Step|]("pay", Pay)""" + Ship),
        Saga("""saga.Step("pay", Pay, (state, context, cancellation) => throw new System.NotImplementedException("Undo pay."))""" + Ship));

    [Fact]
    public Task A_built_step_gets_a_built_compensation() => Rule.Fixes(
        Saga("""saga.[|Step|]("pay", s => s.Sends(o => new Charge(o.Id)))""" + Ship),
        Saga("""saga.Step("pay", s => s.Sends(o => new Charge(o.Id)), undo => undo.Runs((state, context, cancellation) => throw new System.NotImplementedException("Undo pay.")))""" + Ship));

    [Theory]
    [InlineData("[SagaStep]", "[SagaStep]", true)]
    [InlineData("[SagaStep]", "[SagaStep(Kind = SagaStepKind.Pivot)]", true)]
    [InlineData("[SagaStep(Compensation = nameof(Refund))]", "[SagaStep]", false)]
    [InlineData("[SagaStep]", "[SagaStep(Kind = SagaStepKind.Retryable)]", false)]
    [InlineData("[SagaStep(Kind = SagaStepKind.Pivot)]", "[SagaStep]", false)]
    public Task Steps_that_attributes_declare_are_asked_the_same(string first, string second, bool isReported)
    {
        var call = isReported ? "[|Pay|]" : "Pay";
        var code = $$"""
            using DistPatterns;

            class Orders(HttpClient http)
            {
                public async Task Place() { await {{call}}(); await Ship(); }
                {{first}} async Task Pay() => await http.PostAsync("/pay", null);
                {{second}} async Task Ship() => await http.PostAsync("/ship", null);
                Task Refund() => http.DeleteAsync("/pay");
            }
            """;
        return isReported ? Rule.Reports(code) : Rule.StaysSilent(code);
    }

    [Theory]
    [InlineData("return Task.FromResult(context.[|Compensated|]());")]
    [InlineData("logger.LogInformation(\"nothing to do\"); return Task.FromResult(context.[|Compensated|]());")]
    [InlineData("return Undo(); async Task<CompensationResult> Undo() { await Task.Yield(); return context.[|Compensated|](); }")]
    [InlineData("return Undo(); async Task<CompensationResult> Undo() { await Task.Delay(100); return context.[|Compensated|](); }")]
    [InlineData("Console.WriteLine(\"undoing\"); return Task.FromResult(context.[|Compensated|]());")]
    public Task A_compensation_that_returns_at_once_undoes_nothing(string compensate) => Rule.Reports(Activity(compensate));

    [Theory]
    [InlineData("await http.DeleteAsync(\"/reservations/\" + context.Log.Id); return context.Compensated();")]
    [InlineData("await unknown.Undo(); return context.Compensated();")]
    public Task A_compensation_that_does_something_is_fine(string compensate) => Rule.StaysSilent(Activity("return Undo(); async Task<CompensationResult> Undo() { " + compensate + " }"));

    [Fact]
    public Task An_activity_that_only_asks_needs_no_compensation() => Rule.StaysSilent(Activity("return Task.FromResult(context.Compensated());", "GetAsync(\"/stock\")"));

    [Theory]
    [InlineData("slip.[|AddActivity|](\"Charge\", new Uri(\"queue:charge_execute\")); slip.AddActivity(\"Ship\", new Uri(\"queue:ship_execute\"));", true)]
    [InlineData("slip.AddActivity(\"Ship\", new Uri(\"queue:ship_execute\")); slip.AddActivity(\"Charge\", new Uri(\"queue:charge_execute\"));", false)]
    [InlineData("slip.AddActivity(\"Reserve\", new Uri(\"queue:reserve_execute\")); slip.AddActivity(\"Ship\", new Uri(\"queue:ship_execute\"));", false)]
    public Task An_activity_without_a_compensation_comes_last(string slip, bool isReported)
    {
        var code = Activity("return Undo(); async Task<CompensationResult> Undo() { await http.DeleteAsync(\"/x\"); return context.Compensated(); }") + $$"""

            public class ChargeActivity(HttpClient http) : IExecuteActivity<Arguments>
            {
                public async Task<ExecutionResult> Execute(ExecuteContext<Arguments> context) { await http.PostAsync("/charges", null); return context.Completed(); }
            }

            class Slips { void Make(RoutingSlipBuilder slip) { {{slip}} } }
            """;
        return isReported ? Rule.Reports(code) : Rule.StaysSilent(code);
    }

    private static string Activity(string compensate, string call = "PostAsync(\"/reservations\", null)") => $$"""
        using MassTransit;
        using MassTransit.Courier;
        using Microsoft.Extensions.Logging;

        public record Arguments(string Article);
        public record Reservation(string Id);
        public interface IUnknown { Task Undo(); }

        public class ReserveActivity(HttpClient http, ILogger<ReserveActivity> logger, IUnknown unknown) : IActivity<Arguments, Reservation>
        {
            public async Task<ExecutionResult> Execute(ExecuteContext<Arguments> context)
            {
                await http.{{call}};
                return context.Completed<Reservation>(new { Id = "1" });
            }

            public Task<CompensationResult> Compensate(CompensateContext<Reservation> context) { {{compensate}} }
        }
        """;

    private static string Saga(string steps) => $$"""
        using DistPatterns.Sagas;
        using Microsoft.EntityFrameworkCore;

        record Charge(string Id);
        record Ship(string Id);
        record NotifyCustomer(string Id);
        class OrderState { public string Id { get; set; } = ""; }

        class OrderSaga(HttpClient http, DbContext db)
        {
            public void Define(SagaBuilder<OrderState> saga)
            {
                {{steps}};
            }

            async ValueTask Pay(OrderState order, SagaContext context, CancellationToken stop) => await http.PostAsync("/pay", null, stop);
            async ValueTask Refund(OrderState order, SagaContext context, CancellationToken stop) => await http.DeleteAsync("/pay", stop);
            async ValueTask Ask(OrderState order, SagaContext context, CancellationToken stop) => await http.GetAsync("/price", stop);
        }
        """;
}
