using System.Data.Common;
using DistPatterns.Storage;

namespace DistPatterns.EventSourcing;

/// <summary>How far projections are: a row each, which moves by compare-and-swap in the transaction of what was applied.</summary>
internal sealed class ProjectionCheckpoints(DbDataSource source)
{
    private const string Move = """
        update dp_checkpoint set pos = @pos, seq = @seq where projection = @projection and pos = @from_pos and seq = @from_seq
        """;

    private const string Reset = """
        insert into dp_checkpoint (projection, pos, seq) values (@projection, 0, 0)
        on conflict (projection) do update set pos = 0, seq = 0
        """;

    public async ValueTask<Position> LoadAsync(string projection, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = connection.Statement("select pos, seq from dp_checkpoint where projection = @projection", ("projection", projection));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await rows.ReadAsync(cancellationToken).ConfigureAwait(false) ? new(rows.GetInt64(0), rows.GetInt64(1)) : Position.Start;
    }

    /// <summary>False when another has moved it: its row is locked until then.</summary>
    public static async ValueTask<bool> TryMoveAsync(
        DbTransaction transaction, string projection, Position from, Position to, CancellationToken cancellationToken)
    {
        if (from == Position.Start)
        {
            await using var first = transaction.Statement(
                "insert into dp_checkpoint (projection, pos, seq) values (@projection, 0, 0) on conflict (projection) do nothing", ("projection", projection));
            await first.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        await using var command = transaction.Statement(
            Move, ("projection", projection), ("from_pos", from.Transaction), ("from_seq", from.Sequence), ("pos", to.Transaction), ("seq", to.Sequence));
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    public static async ValueTask ResetAsync(DbTransaction transaction, string projection, CancellationToken cancellationToken)
    {
        await using var command = transaction.Statement(Reset, ("projection", projection));
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
