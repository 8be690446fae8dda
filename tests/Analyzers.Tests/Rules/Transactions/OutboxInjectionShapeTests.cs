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
