namespace DistPatterns.Messaging;

/// <summary>The kinds of queues.</summary>
public enum RabbitMqQueueType
{
    /// <summary>Replicated by Raft over the nodes of the broker, and counts deliveries.</summary>
    Quorum,

    /// <summary>Durable on one node.</summary>
    Classic,
}
