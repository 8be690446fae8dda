using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Transactions;

public sealed class EventIdentityRecomputedTests
{
    private static readonly RuleTest Rule = RuleTest.Of<EventIdentityRecomputed>();

    [Fact]
    public Task An_id_or_a_time_that_is_computed_by_its_getter_is_reported_and_stored() => Rule.Fixes(
        """
        public abstract class IntegrationEvent
        {
            // who it is
            public Guid [|Id|] => Guid.NewGuid(); // new each time
            public virtual string [|Key|] => Guid.NewGuid().ToString("N");
            public DateTime [|CreationDate|] { get => System.DateTime.UtcNow; }

            public DateTimeOffset [|OccurredOn|]
            {
                get { return DateTimeOffset.Now; }
            }

            public long [|Ticks|] => (DateTime.UtcNow).AddMinutes(1).Ticks;
        }

        public class Paid : IntegrationEvent { public override string [|Key|] => Guid.CreateVersion7().ToString(); }
        """,
        """
        public abstract class IntegrationEvent
        {
            // who it is
            public Guid Id { get; init; } = Guid.NewGuid(); // new each time
            public virtual string Key { get; } = Guid.NewGuid().ToString("N");
            public DateTime CreationDate { get; init; } = System.DateTime.UtcNow;

            public DateTimeOffset OccurredOn { get; init; } = DateTimeOffset.Now;

            public long Ticks { get; init; } = (DateTime.UtcNow).AddMinutes(1).Ticks;
        }

        public class Paid : IntegrationEvent { public override string Key { get; } = Guid.CreateVersion7().ToString(); }
        """);

    [Fact]
    public Task The_message_names_the_property_and_what_differs() => Rule.Reports(
        "public record OrderMessage { public Guid [|Id|] => MassTransit.NewId.NextGuid(); public DateTimeOffset [|At|] => TimeProvider.System.GetUtcNow(); }",
        "'OrderMessage.Id' is another id each time it is read: what is logged, sent and stored are different events, and no inbox knows one again. Set it once, when the event is made.",
        "'OrderMessage.At' is another time each time it is read: what is logged, sent and stored do not agree on when it happened. Set it once, when the event is made.");

    [Theory]
    [InlineData("interface IEvent { Guid [|EventId|] => Guid.NewGuid(); }")] // it holds no value
    [InlineData("struct PaidEvent { public Guid [|Id|] => Guid.NewGuid(); }")]
    [InlineData("record struct PaidEvent(int Order) { public Guid [|Id|] => Guid.NewGuid(); }")]
    [InlineData("class Kept { public virtual Guid Id { get; set; } } class KeptEvent : Kept { public override Guid [|Id|] => Guid.NewGuid(); }")] // the setter would stay the base's
    public Task Where_no_value_can_be_stored_it_is_reported_alone(string source) => Rule.OffersNoFix(source);

    [Fact]
    public Task An_accessor_that_the_contract_has_not_is_not_added() => Rule.Fixes(
        "interface IEvent { Guid Id { get; } } class Paid : IEvent { Guid IEvent.[|Id|] => Guid.NewGuid(); }",
        "interface IEvent { Guid Id { get; } } class Paid : IEvent { Guid IEvent.Id { get; } = Guid.NewGuid(); }");

    [Theory]
    [InlineData("record Paid(Guid Id) : IEvent; interface IEvent;")]
    [InlineData("class PaidEvent { public Guid Id { get; } = Guid.NewGuid(); }")]
    [InlineData("class PaidEvent { Guid? id; public Guid Id => id ??= Guid.NewGuid(); }")]
    [InlineData("class PaidEvent { Guid? id; public Guid Id => id ?? Guid.NewGuid(); }")]
    [InlineData("class PaidEvent { public DateTime At { get; init; } public TimeSpan Age => DateTime.UtcNow - At; public bool IsOld => At < DateTime.UtcNow; }")]
    [InlineData("class PaidEvent { public DateTime Now => DateTime.UtcNow; public static DateTime Start => DateTime.UtcNow; }")]
    [InlineData("class PaidEvent { public Func<Guid> Id => () => Guid.NewGuid(); public Guid Make() => Guid.NewGuid(); }")]
    [InlineData("class PaidEvent { Guid id; public Guid Id { get => Guid.NewGuid(); set => id = value; } public Guid Kept => id; }")] // it can be set, whatever it reads
    [InlineData("class SystemClock { public DateTime UtcNow => DateTime.UtcNow; public DateTime Started => DateTime.UtcNow; }")]
    [InlineData("class Order { public Guid Id => Guid.NewGuid(); }")]
    public Task What_is_kept_or_meant_is_fine(string source) => Rule.StaysSilent(source);

    [Fact]
    public Task A_property_is_seen_while_typing() => Rule.ReportsInEditor("class PaidEvent { public Guid [|Id|] => Guid.NewGuid(); }");
}
