using System.Data.Common;
using DistPatterns.EventSourcing;

namespace DistPatterns.Cqrs;

/// <summary>What a command is done with.</summary>
public sealed class CommandContext
{
    private readonly List<(object Message, string? Key, long? Version)> _sent = [];

    internal CommandContext(DbTransaction transaction) => Transaction = transaction;

    /// <summary>The transaction that the command is done in. The dispatcher commits it.</summary>
    public DbTransaction Transaction { get; }

    /// <summary>The place of the last event that the command appended, as far as <see cref="Wrote"/> was told.</summary>
    public Position Position { get; private set; }

    internal IReadOnlyList<(object Message, string? Key, long? Version)> Sent => _sent;

    /// <summary>Sends a message through the outbox if the command commits. Messages are written last, whenever this is called.</summary>
    /// <param name="message">The message, of a type that was made known.</param>
    /// <param name="key">Messages of one key keep their order; none where null.</param>
    /// <param name="version">The version of the aggregate that it tells of, where known.</param>
    public void Send(object message, string? key = null, long? version = null) => _sent.Add((message, key, version));

    /// <summary>Tells what was appended, so that whoever sent the command can read what it wrote.</summary>
    public void Wrote(AppendResult appended) => Position = appended.Position > Position ? appended.Position : Position;
}
