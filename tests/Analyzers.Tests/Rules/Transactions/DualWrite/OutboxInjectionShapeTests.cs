using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Transactions;

/// <summary>Classes whose shape decides how they are given an outbox, or whether at all.</summary>
public sealed class OutboxInjectionShapeTests
{
    private static RuleTest Rule => RuleTest.Of<DualWrite>().WithRuntime();

    [Fact]
    public Task The_writer_of_the_class_around_it_is_out_of_reach() => Fixes(
        "class Shop(DistPatterns.Outbox.OutboxWriter outbox)\n{\n    public object Outbox => outbox;\n\nclass Tills(DbConnection db, IBus bus)\n{\n    public IBus Bus => bus;\n\n    $Sell\n}\n}",
        "class Shop(DistPatterns.Outbox.OutboxWriter outbox)\n{\n    public object Outbox => outbox;\n\nclass Tills(DbConnection db, IBus bus, OutboxWriter outboxWriter)\n{\n    public IBus Bus => bus;\n\n    $Sell\n}\n}", "outboxWriter");

    [Fact]
    public Task A_writer_that_a_base_keeps_is_in_reach() => Rule.Fixes(
        Source("class Desk(DistPatterns.Outbox.OutboxWriter outbox)\n{\n    protected readonly DistPatterns.Outbox.OutboxWriter _outbox = outbox;\n}\nclass Tills(DbConnection db, IBus bus, Desk desk) : Desk(null!)\n{\n    public object All => (bus, desk);\n\n    $Sell\n}", "await transaction.CommitAsync(stop); await bus.[|Publish|](new TicketSold(1), stop);"),
        Source("class Desk(DistPatterns.Outbox.OutboxWriter outbox)\n{\n    protected readonly DistPatterns.Outbox.OutboxWriter _outbox = outbox;\n}\nclass Tills(DbConnection db, IBus bus, Desk desk) : Desk(null!)\n{\n    public object All => (bus, desk);\n\n    $Sell\n}", "await _outbox.EnqueueAsync(transaction, new TicketSold(1), cancellationToken: stop); await transaction.CommitAsync(stop);"));

    [Theory]
    [InlineData("class Tills(DbConnection db, IBus bus)\n{\n    $Sell\n}", "class Tills(DbConnection db, OutboxWriter outbox)\n{\n    $Sell\n}")]
    [InlineData("class Tills(IBus bus, DbConnection db)\n{\n    $Sell\n}", "class Tills(DbConnection db, OutboxWriter outbox)\n{\n    $Sell\n}")]
    [InlineData("class Tills(\n    DbConnection db,\n    IBus bus)\n{\n    $Sell\n}", "class Tills(\n    DbConnection db,\n    OutboxWriter outbox)\n{\n    $Sell\n}")]
    [InlineData("class Tills(DbConnection db, IBus bus)\n{\n    public IBus Bus => bus;\n\n    $Sell\n}", "class Tills(DbConnection db, IBus bus, OutboxWriter outbox)\n{\n    public IBus Bus => bus;\n\n    $Sell\n}")]
    public Task A_parameter_that_nothing_reads_any_more_goes(string type, string with) => Fixes(type, with, "outbox", Rule.Strict());

    [Fact]
    public Task A_parameter_goes_with_the_last_of_the_messages_that_went_through_it() => Rule.Strict().Fixes(
        Source("class Tills(DbConnection db, IBus bus)\n{\n    $Sell\n}", "await transaction.CommitAsync(stop); await bus.[|Publish|](new TicketSold(1), stop); await bus.[|Publish|](new TicketCounted(2), stop);"),
        Source("class Tills(DbConnection db, OutboxWriter outbox)\n{\n    $Sell\n}", "await outbox.EnqueueAsync(transaction, new TicketSold(1), cancellationToken: stop); await outbox.EnqueueAsync(transaction, new TicketCounted(2), cancellationToken: stop); await transaction.CommitAsync(stop);", "using DistPatterns.Outbox;\n"));

    [Fact]
    public Task A_parameter_of_a_class_that_others_make_stays() => Rule.Fixes(
        Source("class Tills(DbConnection db, IBus bus, DistPatterns.Outbox.OutboxWriter outbox)\n{\n    public static Tills Of(DbConnection db, IBus all) => new(db, all, null!);\n\n    $Sell\n}", "await transaction.CommitAsync(stop); await bus.[|Publish|](new TicketSold(1), stop);"),
        Source("class Tills(DbConnection db, IBus bus, DistPatterns.Outbox.OutboxWriter outbox)\n{\n    public static Tills Of(DbConnection db, IBus all) => new(db, all, null!);\n\n    $Sell\n}", "await outbox.EnqueueAsync(transaction, new TicketSold(1), cancellationToken: stop); await transaction.CommitAsync(stop);"));

    [Fact]
    public Task A_class_that_is_partly_compiled_is_left_alone() => OffersNothing(
        "class Tills\n{\n    private readonly DbConnection db;\n#if !TRACED\n    private readonly IBus bus;\n#endif\n    private int _sold;\n\n    public int Sold => _sold++;\n\n    public Tills(DbConnection db, IBus bus)\n    {\n        this.db = db;\n        this.bus = bus;\n    }\n\n    $Sell\n}");

    [Theory]
    [InlineData("db = services.Db;\n        bus = services.Bus;\n        _worker = Task.Run(Work);", "db = services.Db;\n        bus = services.Bus;\n        this.outbox = outbox;\n        _worker = Task.Run(Work);")]
    [InlineData("ArgumentNullException.ThrowIfNull(services);\n        _worker = Task.Run(Work);\n        (db, bus) = (services.Db, services.Bus);", "ArgumentNullException.ThrowIfNull(services);\n        this.outbox = outbox;\n        _worker = Task.Run(Work);\n        (db, bus) = (services.Db, services.Bus);")]
    [InlineData("// at once\n        _worker = Task.Run(Work);\n        (db, bus) = (services.Db, services.Bus);", "this.outbox = outbox;\n        // at once\n        _worker = Task.Run(Work);\n        (db, bus) = (services.Db, services.Bus);")]
    public Task It_is_kept_before_any_work_starts(string body, string with) => Fixes(
        Working("", "Services services", body), Working("\n    private readonly OutboxWriter outbox;", "Services services, OutboxWriter outbox", with), "outbox");

    [Theory]
    [InlineData("_made += 1")]
    [InlineData("_all ??= services")]
    [InlineData("_all = services.All()")]
    public Task A_constructor_that_does_more_than_store_is_not_made_to_store_two(string does) => OffersNothing(
        $"interface Services {{ DbConnection Db {{ get; }} IBus Bus {{ get; }} Services All(); }}\nclass Tills\n{{\n    private readonly Services? _all;\n    private readonly int _made;\n    private DbConnection db => _all!.Db;\n    private IBus bus => _all!.Bus;\n\n    public Tills(Services services) => {does};\n\n    $Sell\n}}");

    private static string Working(string field, string parameters, string body) =>
        $"interface Services {{ DbConnection Db {{ get; }} IBus Bus {{ get; }} }}\nclass Tills\n{{\n    private readonly DbConnection db;\n    private readonly IBus bus;\n    private readonly Task _worker;{field}\n\n    public Tills({parameters})\n    {{\n        {body}\n    }}\n\n    private void Work() => Console.WriteLine(_worker);\n\n    $Sell\n}}";

    [Fact]
    public Task A_file_with_a_name_that_the_outbox_has_too_names_the_writer_in_full() => Rule
        .With("Own.cs", "namespace Shop.Own; interface IOutbox;")
        .Fixes(
            Source("class Tills(DbConnection db, IBus bus)\n{\n    public (IOutbox?, IBus) Own => (null, bus);\n\n    $Sell\n}", "await transaction.CommitAsync(stop); await bus.[|Publish|](new TicketSold(1), stop);").Replace("using MassTransit;", "using MassTransit;\nusing Shop.Own;"),
            Source("class Tills(DbConnection db, IBus bus, global::DistPatterns.Outbox.OutboxWriter outbox)\n{\n    public (IOutbox?, IBus) Own => (null, bus);\n\n    $Sell\n}", "await outbox.EnqueueAsync(transaction, new TicketSold(1), cancellationToken: stop); await transaction.CommitAsync(stop);").Replace("using MassTransit;", "using MassTransit;\nusing Shop.Own;"));

    [Fact]
    public Task Parameters_that_are_documented_are_joined_by_one_that_is() => Fixes(
        "/// <summary>Sells.</summary>\n/// <param name=\"db\">The shop.</param>\n/// <param name=\"bus\">Who hears\n/// of it.</param>\n/// <remarks>Fast.</remarks>\nclass Tills(DbConnection db, IBus bus)\n{\n    public IBus Bus => bus;\n\n    $Sell\n}",
        "/// <summary>Sells.</summary>\n/// <param name=\"db\">The shop.</param>\n/// <param name=\"bus\">Who hears\n/// of it.</param>\n/// <param name=\"outbox\">Where messages wait for the commit.</param>\n/// <remarks>Fast.</remarks>\nclass Tills(DbConnection db, IBus bus, OutboxWriter outbox)\n{\n    public IBus Bus => bus;\n\n    $Sell\n}", "outbox");

    [Fact]
    public Task Parameters_of_a_constructor_that_are_documented_are_joined_by_one_that_is() => Fixes(
        "class Tills\n{\n    private readonly DbConnection db; private readonly IBus bus;\n\n    /// <param name=\"db\">The shop.</param>\n    /// <param name=\"bus\">All.</param>\n    public Tills(DbConnection db, IBus bus) => (this.db, this.bus) = (db, bus);\n\n    $Sell\n}",
        "class Tills\n{\n    private readonly DbConnection db; private readonly IBus bus;\n    private readonly OutboxWriter outbox;\n\n    /// <param name=\"db\">The shop.</param>\n    /// <param name=\"bus\">All.</param>\n    /// <param name=\"outbox\">Where messages wait for the commit.</param>\n    public Tills(DbConnection db, IBus bus, OutboxWriter outbox) => (this.db, this.bus, this.outbox) = (db, bus, outbox);\n\n    $Sell\n}", "outbox");

    [Fact]
    public Task A_function_that_is_made_before_the_fields_does_not_read_them() => OffersNothing(
        "class Tills\n{\n    private static readonly DbConnection db = null!; private static readonly IBus bus = null!;\n\n    public Tills(IBus all) => Bus = all;\n\n    public IBus Bus { get; }\n\n    public Func<CancellationToken, Task> All { get; } = async stop =>\n    {\n        await using var transaction = await db.BeginTransactionAsync(stop);\n        await db.ExecuteAsync(\"update seat set taken = 1\", null, transaction);\n        await transaction.CommitAsync(stop);\n        await bus.[|Publish|](new TicketSold(1), stop);\n    };\n}");

    [Theory]
    [InlineData("(\n    DbConnection db, // the shop\n    IBus bus // all\n)", "(\n    DbConnection db, // the shop\n    IBus bus, // all\n    OutboxWriter outbox\n)")]
    [InlineData("(DbConnection db, IBus bus /* all */)", "(DbConnection db, IBus bus /* all */, OutboxWriter outbox)")]
    public Task What_is_said_of_a_parameter_stays_with_it(string parameters, string with) => Fixes(
        $"class Tills{parameters}\n{{\n    public IBus Bus => bus;\n\n    $Sell\n}}", $"class Tills{with}\n{{\n    public IBus Bus => bus;\n\n    $Sell\n}}", "outbox");

    [Fact]
    public Task What_is_said_between_values_stays_there() => Fixes(
        "class Tills\n{\n    private readonly DbConnection db; private readonly IBus bus;\n\n    public Tills(DbConnection db, IBus toAll) => (this.db, // the shop\n        bus) = (db,\n        toAll /* hear */); // once\n\n    $Sell\n}",
        "class Tills\n{\n    private readonly DbConnection db; private readonly IBus bus;\n    private readonly OutboxWriter outbox;\n\n    public Tills(DbConnection db, IBus toAll, OutboxWriter outbox) => (this.db, // the shop\n        bus,\n        this.outbox) = (db,\n        toAll /* hear */,\n        outbox); // once\n\n    $Sell\n}", "outbox");

    [Theory]
    [InlineData(" : base(services) { /* the desk does it */ }")]
    [InlineData(" // the desk does it\n    {\n    }")]
    [InlineData(" : base(services) // the desk does it\n    {\n    }")]
    [InlineData(" : base(services)\n    {\n        // the desk does it\n    }")]
    public Task An_empty_constructor_that_says_why_is_left_alone(string body) => OffersNothing(
        $"interface Services {{ DbConnection Db {{ get; }} IBus Bus {{ get; }} }}\nabstract class Desk(Services services) {{ protected Desk() : this(null!) {{ }} protected DbConnection db => services.Db; protected IBus bus => services.Bus; }}\nclass Tills : Desk\n{{\n    public Tills(Services services){body}\n\n    $Sell\n}}");

    private static Task Fixes(string type, string with, string writer, RuleTest? rule = null) => (rule ?? Rule).Fixes(
        Source(type, "await transaction.CommitAsync(stop); await bus.[|Publish|](new TicketSold(1), stop);"),
        Source(with, $"await {writer}.EnqueueAsync(transaction, new TicketSold(1), cancellationToken: stop); await transaction.CommitAsync(stop);", "using DistPatterns.Outbox;\n"));

    private static Task OffersNothing(string type) => Rule.OffersNoFix(Source(type, "await transaction.CommitAsync(stop); await bus.[|Publish|](new TicketSold(1), stop);"));

    /// <summary>A file with the class, whose <c>$Sell</c> is the method.</summary>
    private static string Source(string type, string body, string import = "") => $$"""
        using System.Data.Common;
        using Dapper;
        {{import}}using MassTransit;

        record TicketSold(long Id);
        record TicketCounted(long Id);
        {{type.Replace("$Sell", $$"""
            public async Task Sell(CancellationToken stop)
                {
                    await using var transaction = await db.BeginTransactionAsync(stop);
                    await db.ExecuteAsync("update seat set taken = 1", null, transaction);
                    {{body.Replace("; ", ";\n        ")}}
                }
            """)}}

        """;
}
