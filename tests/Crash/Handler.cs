using System.Data.Common;
using DistPatterns.Messaging;

namespace DistPatterns.Crash;

/// <summary>What a consumer does with a message: an effect in a transaction that remembers the message's id, so that a second copy has none.</summary>
internal sealed class Handler(DbDataSource source)
{
    public async Task HandleAsync(Envelope envelope)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        Add(command, "id", envelope.Id.ToString());
        Add(command, "key", envelope.Key!);
        command.CommandText = "insert into handled (id) values (@id) on conflict do nothing";
        if (await command.ExecuteNonQueryAsync() == 1)
        {
            command.CommandText = "insert into effect (order_key, times) values (@key, 1) on conflict (order_key) do update set times = effect.times + 1";
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
