namespace DistPatterns;

/// <summary>What a component gives up while the network is partitioned (Brewer's CAP; Gilbert and Lynch, 2002).</summary>
public enum CapChoice
{
    /// <summary>It refuses to answer rather than answer wrongly.</summary>
    Consistency = 0,

    /// <summary>It answers with what it has, which may be stale.</summary>
    Availability = 1,
}
