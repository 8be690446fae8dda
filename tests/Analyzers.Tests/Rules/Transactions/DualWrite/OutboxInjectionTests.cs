using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Transactions;

/// <summary>The outbox of a class that has none yet: it comes the way its other services come, if the container is what makes the class.</summary>
public sealed class OutboxInjectionTests
{
    private static RuleTest Rule => RuleTest.Of<DualWrite>().WithRuntime();

    [Theory]
    [InlineData("class Tills(DbConnection db, IBus bus)\n{", "class Tills(DbConnection db, OutboxWriter outbox)\n{", "outbox")]
    [InlineData("class Tills(\n    DbConnection db,\n    IBus bus)\n{", "class Tills(\n    DbConnection db,\n    OutboxWriter outbox)\n{", "outbox")]
    [InlineData(
        "class Tills(DbConnection db, IBus bus)\n{\n    private readonly IBus _bus = bus;\n",
        "class Tills(DbConnection db, IBus bus, OutboxWriter outbox)\n{\n    private readonly IBus _bus = bus;\n    private readonly OutboxWriter _outbox = outbox;\n", "_outbox")]
    public Task A_primary_constructor_takes_it(string type, string with, string writer) => Fixes(type, with, writer);

    [Theory]
    [InlineData(
        "private readonly DbConnection db; private readonly IBus bus;\n\n    public Tills(DbConnection db, IBus bus)\n    {\n        this.db = db;\n        this.bus = bus;\n    }\n",
        "private readonly DbConnection db; private readonly IBus bus;\n    private readonly OutboxWriter outbox;\n\n    public Tills(DbConnection db, IBus bus, OutboxWriter outbox)\n    {\n        this.db = db;\n        this.bus = bus;\n        this.outbox = outbox;\n    }\n", "outbox")]
    [InlineData(
        "readonly DbConnection m_db;\n    readonly IBus bus;\n\n    DbConnection db => m_db;\n\n    public Tills(DbConnection connection, IBus toAll) => (m_db, bus) = (connection, toAll);\n",
        "readonly DbConnection m_db;\n    readonly IBus bus;\n    readonly OutboxWriter m_outbox;\n\n    DbConnection db => m_db;\n\n    public Tills(DbConnection connection, IBus toAll, OutboxWriter outbox) => (m_db, bus, m_outbox) = (connection, toAll, outbox);\n", "m_outbox")]
    [InlineData(
        "private readonly Services _services; // all\n\n    private DbConnection db => _services.Db; private IBus bus => _services.Bus;\n\n    public Tills(Services services) => _services = services ?? throw new ArgumentNullException(nameof(services));\n",
        "private readonly Services _services; // all\n    private readonly OutboxWriter _outbox;\n\n    private DbConnection db => _services.Db; private IBus bus => _services.Bus;\n\n    public Tills(Services services, OutboxWriter outbox) => (_services, _outbox) = (services ?? throw new ArgumentNullException(nameof(services)), outbox);\n", "_outbox")]
    [InlineData(
        "private readonly DbConnection db;\n    private readonly IBus bus;\n\n    public Tills(Services services)\n    {\n        if (services.Bus is null)\n            throw new InvalidOperationException();\n        db = services.Db; // the one\n        bus = services.Bus;\n        Console.WriteLine(bus);\n    }\n",
        "private readonly DbConnection db;\n    private readonly IBus bus;\n    private readonly OutboxWriter outbox;\n\n    public Tills(Services services, OutboxWriter outbox)\n    {\n        if (services.Bus is null)\n            throw new InvalidOperationException();\n        db = services.Db; // the one\n        bus = services.Bus;\n        this.outbox = outbox;\n        Console.WriteLine(bus);\n    }\n", "outbox")]
    public Task A_constructor_takes_it_and_a_field_keeps_it(string members, string with, string writer) => Fixes("class Tills\n{\n    " + members, "class Tills\n{\n    " + with, writer);

    [Fact]
    public Task A_constructor_that_only_calls_its_base_keeps_it_alone() => Fixes(
        "class Tills : Desk\n{\n    public Tills(Services services)\n        : base(services)\n    {\n    }\n",
        "class Tills : Desk\n{\n    private readonly OutboxWriter _outbox;\n\n    public Tills(Services services, OutboxWriter outbox)\n        : base(services) => _outbox = outbox;\n", "_outbox");

    [Theory]
    [InlineData("services.AddScoped<Tills>()")]
    [InlineData("services.AddScoped(typeof(Tills))")]
    public Task A_registered_class_without_a_constructor_gets_one(string registration) => Fixes(
        "class Tills : Desk\n{\n", "class Tills : Desk\n{\n    private readonly OutboxWriter _outbox;\n\n    public Tills(OutboxWriter outbox) => _outbox = outbox;\n\n", "_outbox",
        Rule.With("Program.cs", Registering(registration)));

    [Fact]
    public Task A_registered_class_among_primary_constructors_gets_a_primary_one() => Fixes(
        "class Other(IBus bus)\n{\n    public IBus Bus => bus;\n}\nclass Tills : Desk\n{\n", "class Other(IBus bus)\n{\n    public IBus Bus => bus;\n}\nclass Tills(OutboxWriter outbox) : Desk\n{\n", "outbox",
        Rule.With("Program.cs", Registering("services.AddScoped<Tills>()")));

    [Fact]
    public Task A_name_that_is_taken_is_left_alone() => Fixes(
        "class Tills(DbConnection db, IBus bus)\n{\n    public void Count(int outbox) => Console.WriteLine(outbox);\n",
        "class Tills(DbConnection db, OutboxWriter outboxWriter)\n{\n    public void Count(int outbox) => Console.WriteLine(outbox);\n", "outboxWriter");

    [Fact]
    public Task Several_messages_share_the_one_that_is_added() => Rule.Fixes(
        Source("class Tills(DbConnection db, IBus bus)\n{", "await transaction.CommitAsync(stop);\n        await bus.[|Publish|](new TicketSold(1), stop);\n        await bus.[|Publish|](new TicketCounted(2), stop);") + Second("DbConnection db, IBus bus", "transaction.Commit();\n        await bus.[|Publish|](new TicketSold(3));"),
        Imported(Source("class Tills(DbConnection db, OutboxWriter outbox)\n{", "await outbox.EnqueueAsync(transaction, new TicketSold(1), cancellationToken: stop);\n        await outbox.EnqueueAsync(transaction, new TicketCounted(2), cancellationToken: stop);\n        await transaction.CommitAsync(stop);"))
            + Second("DbConnection db, OutboxWriter outbox", "await outbox.EnqueueAsync(transaction, new TicketSold(3));\n        transaction.Commit();"));

    [Theory]
    [InlineData("static class Made { public static Tills Of(DbConnection db, IBus bus) => new(db, bus); }")]
    [InlineData("static class Made { public static object Of(DbConnection db, IBus bus) => new Tills(db, bus); }")]
    [InlineData("static class Made { public static object? Of(DbConnection db, IBus bus) => Activator.CreateInstance(typeof(Tills), db, bus); }")]
    [InlineData("class Counter(DbConnection db, IBus bus) : Tills(db, bus);")]
    [InlineData("class Counter : Tills { public Counter(DbConnection db, IBus bus) : base(db, bus) { } }")]
    public Task A_class_that_others_make_is_left_alone(string other) => OffersNothing("class Tills(DbConnection db, IBus bus)\n{", Rule.With("Made.cs", "using System.Data.Common; using MassTransit; " + other));

    [Theory]
    [InlineData("class Tills(DbConnection db, IBus bus, string name)\n{\n    public string Name => name;\n")] // a value, not a service
    [InlineData("class Tills(DbConnection db, IBus? bus = null)\n{\n")]
    [InlineData("class Tills(DbConnection db, IBus bus)\n{\n    public Tills(Services services) : this(services.Db, services.Bus) { }\n")]
    [InlineData("partial class Tills(DbConnection db, IBus bus);\npartial class Tills\n{\n")]
    [InlineData("record Tills(DbConnection db, IBus bus)\n{\n")]
    [InlineData("class Tills(DbConnection db, IBus bus)\n{\n    public DistPatterns.Outbox.OutboxWriter? Outbox { get; set; }\n")] // it has one, if of another kind
    [InlineData("class Tills : Desk\n{\n")] // not seen to be registered
    [InlineData("class Tills\n{\n    private readonly DbConnection db; private readonly IBus bus;\n    public Tills(Services services) { (db, bus) = (services.Db, services.Bus); if (bus is null) return; Console.WriteLine(bus); }\n")]
    public Task A_class_that_is_not_sure_to_be_given_services_is_left_alone(string type) => OffersNothing(type, Rule);

    [Fact]
    public Task A_class_that_a_type_parameter_makes_is_left_alone() =>
        OffersNothing("class Tills : Desk\n{\n", Rule.With("Program.cs", Registering("services.AddScoped<Tills>()") + " static class Made { public static T Of<T>() where T : new() => new(); public static Tills One() => Of<Tills>(); }"));

    [Fact]
    public Task Without_the_runtime_nothing_is_offered() => OffersNothing("class Tills(DbConnection db, IBus bus)\n{", RuleTest.Of<DualWrite>());

    [Fact]
    public Task A_writer_of_somebody_else_is_not_taken_for_the_runtimes() => OffersNothing("class Tills(DbConnection db, IBus bus)\n{", Rule.With("Own.cs", "class OutboxWriter;"));

    private static Task Fixes(string type, string with, string writer, RuleTest? rule = null) => (rule ?? Rule).Fixes(
        Source(type, "await transaction.CommitAsync(stop);\n        await bus.[|Publish|](new TicketSold(1), stop);"),
        Imported(Source(with, $"await {writer}.EnqueueAsync(transaction, new TicketSold(1), cancellationToken: stop);\n        await transaction.CommitAsync(stop);")));

    private static Task OffersNothing(string type, RuleTest rule) =>
        rule.OffersNoFix(Source(type, "await transaction.CommitAsync(stop);\n        await bus.[|Publish|](new TicketSold(1), stop);"));

    private static string Registering(string call) => $"using Microsoft.Extensions.DependencyInjection; static class Registration {{ public static void Add(IServiceCollection services) => {call}; }}";

    private static string Imported(string source) => source.Replace("using Dapper;\n", "using Dapper;\nusing DistPatterns.Outbox;\n");

    private static string Second(string parameters, string body) => $$"""

        class Desks({{parameters}})
        {
            public async Task Sell()
            {
                await using var transaction = await db.BeginTransactionAsync();
                await db.ExecuteAsync("update seat set taken = 1", null, transaction);
                {{body}}
            }
        }
        """;

    private static string Source(string type, string body) => $$"""
        using System.Data.Common;
        using Dapper;
        using MassTransit;

        record TicketSold(long Id);
        record TicketCounted(long Id);
        interface Services { DbConnection Db { get; } IBus Bus { get; } }
        abstract class Desk { protected Desk() { } protected Desk(Services services) => (db, bus) = (services.Db, services.Bus); protected DbConnection db { get; } = null!; protected IBus bus { get; } = null!; }
        {{type}}
            public async Task Sell(CancellationToken stop)
            {
                await using var transaction = await db.BeginTransactionAsync(stop);
                await db.ExecuteAsync("update seat set taken = 1", null, transaction);
                {{body}}
            }
        }
        """;
}
