using System.Data.Common;
using DistPatterns.Storage;
using DistPatterns.Messaging;

namespace DistPatterns.Crash.Chaos;

/// <summary>What was sent and what was handled, in tables of the database.</summary>
internal static class Ledger
{
    public const string First = "first", Second = "second";

    public const string Tables = """
        create table business (order_key text primary key, version bigint not null);
        create table sent (consumer text not null, order_key text not null, version bigint not null);
        create table handled (id bigint generated always as identity, consumer text not null, order_key text not null, version bigint not null);
        """;

    public const string Sent = "select count(*) from sent";

    /// <summary>How many were not handled.</summary>
    public const string Missing = "select count(*) from (select consumer, order_key, version from sent except select consumer, order_key, version from handled) as m";

    /// <summary>How many were handled more than once.</summary>
    public const string Doubled = "select count(*) from (select 1 from handled group by consumer, order_key, version having count(*) > 1) as d";

    /// <summary>How many were handled after a later one of their key.</summary>
    public const string Turned = """
        select count(*) from (
          select version, lag(version) over (partition by consumer, order_key order by id) as before from handled) as h where before > version
        """;

    /// <summary>Notes that a message was handled, in the transaction in which it is.</summary>
    public static async ValueTask NoteAsync(string consumer, string key, long version, DbTransaction transaction)
    {
        await using var command = transaction.Connection!.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, "insert into handled (consumer, order_key, version) values (@consumer, @key, @version)");
        command.AddParameter("consumer", consumer);
        command.AddParameter("key", key);
        command.AddParameter("version", version);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
