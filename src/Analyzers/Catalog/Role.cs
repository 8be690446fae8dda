namespace DistPatterns.Catalog;

/// <summary>What a parameter or type parameter is for, whatever its library calls it.</summary>
internal enum Role
{
    /// <summary>The token that ends the call early.</summary>
    Cancel,

    /// <summary>How long what is acquired or stored will last.</summary>
    Ttl,

    /// <summary>How long to wait.</summary>
    Timeout,

    /// <summary>How a call is made: with which headers, until when.</summary>
    Options,

    /// <summary>What a lock, a cache entry or a record is found by.</summary>
    Key,

    /// <summary>The value that proves who holds a lock.</summary>
    Token,

    /// <summary>What says when a conditional write applies; what the call is made on, where no parameter is named.</summary>
    Condition,

    /// <summary>What decides the partition, shard or queue that a message or record goes to.</summary>
    Partition,

    /// <summary>The message that is sent or handled; its type selects the handler.</summary>
    Message,

    /// <summary>The session, connection or context that the effect belongs to; the receiver where no parameter is named.</summary>
    Resource,

    /// <summary>The handler, interceptor or middleware that a registration adds.</summary>
    Handler,

    /// <summary>The service that a registration makes available.</summary>
    Service,

    /// <summary>Where the peer is: an address, a host, a connection string.</summary>
    Endpoint,

    /// <summary>The implementation that a registration binds to a service.</summary>
    Implementation,
}
