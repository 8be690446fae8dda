namespace DistPatterns.Catalog;

/// <summary>How a member does what its effects say. The closed vocabulary of every model file.</summary>
[Flags]
internal enum Trait
{
    None = 0,

    /// <summary>Runs its delegates to their return before it returns: a task they return is a result like any other.</summary>
    Sync = 1 << 0,

    /// <summary>The result says whether it worked, and must be asked.</summary>
    MustTest = 1 << 1,

    /// <summary>The answer arrives over an open-ended time: a limit on the whole would cut it.</summary>
    Streaming = 1 << 2,

    /// <summary>Puts a time limit on what it is called on.</summary>
    Deadline = 1 << 3,

    /// <summary>Known to change neither limits nor delivery: a registration that holds only such calls is fully understood.</summary>
    Neutral = 1 << 4,

    /// <summary>Applies to every client of the container, not to one.</summary>
    AllClients = 1 << 5,

    /// <summary>Begins or joins a transaction: what follows is durable only when that one is committed.</summary>
    Joins = 1 << 6,

    /// <summary>Commits the transaction that was joined or begun.</summary>
    Completes = 1 << 8,

    /// <summary>Acts on a store of messages on their way, not on business data.</summary>
    Store = 1 << 7,

    /// <summary>Has no answer for the smallest number of its type.</summary>
    Overflows = 1 << 9,

    /// <summary>Keeps the delegates that it is given, to run them later: a registration.</summary>
    Keeps = 1 << 10,

    /// <summary>Sets up, fills or migrates a database once, under an operator's eyes.</summary>
    OneOff = 1 << 11,

    /// <summary>The answer is one page of many: what must be read of it says whether more follow.</summary>
    Paged = 1 << 12,

    /// <summary>What it returns works over the connections of what it is called on.</summary>
    SharesConnections = 1 << 13,

    /// <summary>Waits for its answer without end, unless the caller says how long.</summary>
    Unlimited = 1 << 14,

    /// <summary>Ends with the first of the things that it is given.</summary>
    Races = 1 << 15,

    /// <summary>Begins without permits: to wait for it is to wait for a sign of other code.</summary>
    Signals = 1 << 16,

    /// <summary>Its peer may be a site of the public web, which is the same for every environment.</summary>
    Web = 1 << 17,

    /// <summary>A write counts as done before a server that keeps it has confirmed it.</summary>
    Unacknowledged = 1 << 18,

    /// <summary>Limits how much a queue holds.</summary>
    Bounds = 1 << 19,

    /// <summary>Takes rows away.</summary>
    Removes = 1 << 20,

    /// <summary>Run by the execution strategy of its context, and run again where that retries.</summary>
    Strategy = 1 << 23,

    /// <summary>Acknowledges everything that came before, too: an offset.</summary>
    Cumulative = 1 << 21,

    /// <summary>Tries again at once.</summary>
    Immediate = 1 << 22,

    /// <summary>Registers what the program keeps one of for as long as it runs.</summary>
    Singleton = 1 << 24,
}
