using System.Data.Common;
using DistPatterns.Messaging;

namespace DistPatterns.Crash;

/// <summary>What the messages of a child say.</summary>
internal sealed record Changed
{
    public const string Type = "changed";
}

/// <summary>What the child's consumer does with a message: it counts it, in the transaction in which the inbox remembers it.</summary>
internal sealed class EffectCounter : IMessageHandler<Changed>
{
    private const string Count = "insert into effect (order_key, times) values (@key, 1) on conflict (order_key) do update set times = effect.times + 1";

    public async ValueTask HandleAsync(Changed message, MessageContext context, CancellationToken cancellationToken)
    {
        await using var command = context.Transaction.Connection!.CreateCommand();
        (command.CommandText, command.Transaction) = (Count, context.Transaction);
        var key = command.CreateParameter();
        (key.ParameterName, key.Value) = ("key", context.Envelope.Key);
        command.Parameters.Add(key);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
