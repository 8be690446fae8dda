using System.Data.Common;

namespace DistPatterns.EventSourcing;

/// <summary>Makes a read model of events. Made anew for each batch, in a scope of its own.</summary>
public interface IProjection
{
    /// <summary>
    /// Applies an event. What is written in the transaction commits together with how far the projection is: each event takes effect once.
    /// An event that throws is tried again and holds the projection up, because those behind it may need it.
    /// </summary>
    ValueTask ApplyAsync(RecordedEvent recorded, DbTransaction transaction, CancellationToken cancellationToken);
}
