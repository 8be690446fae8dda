using System.Data.Common;
using DistPatterns.Messaging;

namespace DistPatterns.EventSourcing;

/// <summary>Events in streams: each stream is written by compare-and-swap in its own order, and all are read in one order.</summary>
public interface IEventStore
{
    /// <summary>Appends to a stream, in the transaction given.</summary>
    /// <param name="transaction">The transaction. After a conflict it is of no more use.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="expectedVersion">The version that the stream is at, to the writer's knowledge; zero for a new stream.</param>
    /// <param name="events">The events, of types that <see cref="DistPatternsBuilder.AddMessage"/> made known.</param>
    /// <param name="cancellationToken">Ends the wait for another that appends to the stream.</param>
    /// <exception cref="StreamConflictException">It is at another version.</exception>
    /// <exception cref="UnknownMessageTypeException">A type is not known.</exception>
    ValueTask<AppendResult> AppendAsync(
        DbTransaction transaction, string stream, long expectedVersion, IReadOnlyList<object> events, CancellationToken cancellationToken = default);

    /// <summary>Reads a stream in its order.</summary>
    /// <param name="transaction">The transaction to read in.</param>
    /// <param name="stream">The stream's name. One that is not there has no events.</param>
    /// <param name="after">The version of the last event that is not wanted.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<RecordedEvent>> ReadStreamAsync(
        DbTransaction transaction, string stream, long after = 0, int limit = int.MaxValue, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the events of all streams in their one order, which never changes behind a reader: an event that is committed late comes late,
    /// and is not skipped. None are given that one still to be committed might precede. Those of a database that has moved to another server are
    /// given once a program has started there, or has appended.
    /// </summary>
    /// <param name="after">The place of the last event that is not wanted.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<RecordedEvent>> ReadAllAsync(Position after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Keeps what a stream comes to, unless a later snapshot is kept already.</summary>
    ValueTask SaveSnapshotAsync<TState>(
        DbTransaction transaction, string stream, Snapshot<TState> snapshot, CancellationToken cancellationToken = default)
        where TState : notnull;

    /// <summary>The last snapshot of a stream; null if there is none.</summary>
    ValueTask<Snapshot<TState>?> LoadSnapshotAsync<TState>(DbTransaction transaction, string stream, CancellationToken cancellationToken = default)
        where TState : notnull;

    /// <summary>How far a reader of all events is behind that has read up to a place.</summary>
    ValueTask<EventLag> MeasureAsync(Position after, CancellationToken cancellationToken = default);
}

/// <summary>What an append did.</summary>
/// <param name="Version">The stream's version now: the number of its events.</param>
/// <param name="Position">The place of the last event appended.</param>
public readonly record struct AppendResult(long Version, Position Position);

/// <summary>How far a reader of all events is behind.</summary>
/// <param name="Behind">The age of the oldest committed event that it has not read; zero if there is none.</param>
/// <param name="HeldUp">The age of the oldest transaction that is still writing, which holds up every event that came after it began to write.</param>
public readonly record struct EventLag(TimeSpan Behind, TimeSpan HeldUp);

/// <summary>What the events of a stream come to, up to one of them.</summary>
/// <param name="Version">The last event that it holds: read the stream after that.</param>
/// <param name="State">What they come to.</param>
public sealed record Snapshot<TState>(long Version, TState State);

/// <summary>A stream is not at the version that was read: another writer has appended. Read again and decide anew, in a new transaction.</summary>
public sealed class StreamConflictException(string stream, long expectedVersion)
    : Exception($"The stream '{stream}' is not at version {expectedVersion}: another has appended since it was read.")
{
    /// <summary>The stream.</summary>
    public string Stream { get; } = stream;

    /// <summary>The version that the writer had read.</summary>
    public long ExpectedVersion { get; } = expectedVersion;
}
