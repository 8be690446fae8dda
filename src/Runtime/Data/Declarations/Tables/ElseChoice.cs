namespace DistPatterns;

/// <summary>What a store favours while the network is whole: the second half of PACELC (Abadi, 2012).</summary>
public enum ElseChoice
{
    /// <summary>It waits until its replicas agree.</summary>
    Consistency = 0,

    /// <summary>It answers before they do.</summary>
    Latency = 1,
}
