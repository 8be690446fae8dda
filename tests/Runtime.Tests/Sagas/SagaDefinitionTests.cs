using DistPatterns.Runtime.Tests.Databases;
using DistPatterns.Sagas;
using DistPatterns.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Runtime.Tests.Sagas;

public sealed class SagaDefinitionTests
{
    [Fact]
    public async Task A_saga_that_cannot_go_its_way_is_refused_with_the_reason()
    {
        await using var database = await PatternDatabase.CreateAsync(Coordination.Engine.Sqlite);
        Refused("has no step", s => s.StartedBy<Placed>(m => m.Order));
        Refused("is started by nothing", s => s.Step("a", Nothing));
        Refused("has two steps 'a'", s => s.Step("a", Nothing).Step("a", Nothing));
        Refused("has its pivot before its first step", s => s.Pivot());
        Refused("comes after the pivot", s => s.Step("a", Nothing).Pivot().Step("b", Nothing, Nothing));
        Refused("must either run something or send something", s => s.Step("a", a => { }));
        Refused("must either run something or send something", s => s.Step("a", a => a.Runs(Nothing).Sends(_ => new Thank(""))));
        Refused("waits for a reply to what it runs itself", s => s.Step("a", a => a.Runs(Nothing).CompletedBy<Charged>(m => m.Order)));
        Refused("none that says that it is done", s => s.Step("a", a => a.Sends(_ => new Thank("")).FailedBy<Declined>(m => m.Order)));
        Refused("for two things", s => s.Step("a", a => a.Sends(_ => new Thank("")).CompletedBy<Charged>(m => m.Order)).Step("b", a => a.Sends(_ => new Thank("")).CompletedBy<Charged>(m => m.Order)));

        void Refused(string reason, Action<SagaBuilder<OrderState>> define)
        {
            var error = Assert.Throws<ArgumentException>(() => database.Host(d => d.AddSaga("order", define)));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_command_of_a_type_that_was_not_made_known_is_named_before_anything_is_handled()
    {
        await using var database = await PatternDatabase.CreateAsync(Coordination.Engine.Sqlite);
        using var host = database.Host(d => d.AddMessage<Placed>().AddSaga<OrderState>("order", s => s.StartedBy<Placed>(m => m.Order).Step("a", a => a.Sends(_ => new Thank("")))));
        var error = Assert.Throws<InvalidOperationException>(() => host.Services.GetServices<IMessageReceiver>().ToList());
        Assert.Contains("'saga.order' takes or sends DistPatterns.Runtime.Tests.Sagas.Thank", error.Message, StringComparison.Ordinal);
    }

    private static ValueTask Nothing(OrderState state, SagaContext context, CancellationToken cancellationToken) => default;
}
