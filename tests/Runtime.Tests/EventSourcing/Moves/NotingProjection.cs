using System.Data.Common;
using DistPatterns.EventSourcing;

namespace DistPatterns.Runtime.Tests.EventSourcing.Moves;

/// <summary>Notes the numbers of events, in the order in which they come, in one row.</summary>
internal abstract class NotingProjection(string name) : IProjection
{
    public const string Table = "create table noted (projection text primary key, numbers text not null)";

    public async ValueTask ApplyAsync(RecordedEvent recorded, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = transaction.Connection!.CreateCommand();
        (command.CommandText, command.Transaction) = ($"""
            insert into noted values ('{name}', '{((Counted)recorded.Data).Number}')
            on conflict (projection) do update set numbers = noted.numbers || ' ' || excluded.numbers
            """, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>The projection that has run before a move and runs on after it.</summary>
internal sealed class Continued() : NotingProjection(nameof(Continued));

/// <summary>The projection that begins at the first event, after a move.</summary>
internal sealed class Rebuilt() : NotingProjection(nameof(Rebuilt));
