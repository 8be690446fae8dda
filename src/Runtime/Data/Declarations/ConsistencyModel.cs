namespace DistPatterns;

/// <summary>What a reader may rely on, from the weakest promise to the strongest as far as they compare.</summary>
/// <remarks>
/// <see cref="Strong"/> implies all others and <see cref="Causal"/> implies <see cref="Session"/>. <see cref="BoundedStaleness"/> and
/// <see cref="Causal"/> do not compare: one limits how old a value may be, the other in which order changes may be seen. Values may be added,
/// never renumbered: they are stored in attributes.
/// </remarks>
public enum ConsistencyModel
{
    /// <summary>Replicas agree some time after the last write; until then a read may return any earlier value.</summary>
    Eventual = 0,

    /// <summary>Within one session: it reads its own writes, never reads backwards, and its writes keep their order (Terry et al., 1994).</summary>
    Session = 1,

    /// <summary>Whoever sees a change also sees every change that it may depend on, in all sessions.</summary>
    Causal = 2,

    /// <summary>A read is at most a stated time, or a stated number of versions, behind the latest write.</summary>
    BoundedStaleness = 3,

    /// <summary>Linearizable: a read returns the latest write that was acknowledged before the read began (Herlihy and Wing, 1990).</summary>
    Strong = 4,
}
