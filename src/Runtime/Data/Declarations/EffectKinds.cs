using System;

namespace DistPatterns;

/// <summary>What a method does outside its own process. The vocabulary of the analyzers' library models.</summary>
[Flags]
public enum EffectKinds : long
{
    /// <summary>Nothing that another process could see.</summary>
    None = 0,

    /// <summary>Asks another process and waits for the answer.</summary>
    RemoteCall = 1 << 0,

    /// <summary>Makes a change durable now: it survives this process.</summary>
    Commit = 1 << 1,

    /// <summary>Changes a unit of work that a later commit makes durable.</summary>
    Write = 1 << 2,

    /// <summary>Hands a message to a broker: another process will see it.</summary>
    Publish = 1 << 3,

    /// <summary>Tells a person or a screen: a mail, a push, a live update. Its loss is mild.</summary>
    Notify = 1 << 4,

    /// <summary>Stores how far a reader has come. Never business data.</summary>
    Checkpoint = 1 << 5,

    /// <summary>Creates a client that holds connections and may limit how long its calls take.</summary>
    Client = 1 << 6,

    /// <summary>Registers a client with a factory that will configure and create it.</summary>
    ClientRegistration = 1 << 7,

    /// <summary>Tries to take or to keep a lock that other processes also want.</summary>
    LockAcquire = 1 << 8,

    /// <summary>Adds a strategy that works only if it remembers earlier calls: a breaker, a bulkhead, a limiter.</summary>
    StatefulStrategy = 1 << 9,

    /// <summary>Computes a hash that differs from process to process.</summary>
    UnstableHash = 1 << 10,

    /// <summary>Reads the time: another answer at each call.</summary>
    Clock = 1 << 11,

    /// <summary>Makes a value that is new at each call: an id, a random number.</summary>
    Random = 1 << 12,

    /// <summary>Writes only if what is stored still is what was read, and says by its result whether it was.</summary>
    ConditionalWrite = 1 << 13,

    /// <summary>Waits for one of a limited number of permits of this process, and may give up.</summary>
    Permit = 1 << 14,

    /// <summary>Asks a rate limiter for a lease, which may be refused.</summary>
    RateLimit = 1 << 15,

    /// <summary>Puts a value under a key of a store that forgets it, whatever stands there.</summary>
    CacheWrite = 1 << 16,

    /// <summary>Takes a key out of such a store, whatever stands there.</summary>
    CacheRemove = 1 << 17,

    /// <summary>Asks such a store what stands under a key.</summary>
    CacheRead = 1 << 18,

    /// <summary>Gives a lock back, if it still is the caller's.</summary>
    LockRelease = 1 << 19,

    /// <summary>Makes an object that opens connections of its own, for many calls.</summary>
    Connections = 1 << 20,

    /// <summary>Lets time pass before it goes on.</summary>
    Wait = 1 << 21,

    /// <summary>Makes a queue inside this process.</summary>
    Queue = 1 << 22,

    /// <summary>Puts something into such a queue.</summary>
    Enqueue = 1 << 23,

    /// <summary>Tells a broker that a message is done with: it will not come again.</summary>
    Ack = 1 << 24,

    /// <summary>Gives back what failed: a message, which comes again or goes to a dead letter, or an exception, to the code that waits.</summary>
    Nack = 1 << 25,

    /// <summary>Begins a transaction: until its end it holds a connection and the locks of what it touches.</summary>
    Begin = 1 << 26,

    /// <summary>Tries again what has failed: a policy, or its options.</summary>
    Retry = 1 << 27,

    /// <summary>Does a step of a saga or sets one up, or says that one is done: what a later failure may have to undo.</summary>
    SagaStep = 1 << 28,

    /// <summary>Undoes a step of a saga or sets that up, or says that one is undone.</summary>
    Compensation = 1 << 29,
}
