using DistPatterns.Constants;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Rules.Consistency;

/// <summary>How many replicas there are, and how many of them a write and a read wait for, as one group of constants says.</summary>
internal sealed record Quorum(ConstantGroup Group, NamedConstant Replicas, int N, NamedConstant Write, int W, NamedConstant? Read, int R)
{
    private static readonly string[] ReplicaNames = { "N", "Replicas", "ReplicationFactor", "ReplicaCount", "NumberOfReplicas" };
    private static readonly string[] WriteNames = { "W", "WriteQuorum", "WriteQuorumSize", "Writes", "WriteReplicas", "RequiredWrites", "WriteConsistency" };
    private static readonly string[] ReadNames = { "R", "ReadQuorum", "ReadQuorumSize", "Reads", "RequiredReads", "ReadConsistency" };

    /// <summary>Words that say that a stale or lost value is meant.</summary>
    private static readonly string[] Tolerant = { "eventual", "stale", "lastwriterwins", "lastwritewins", "lww" };

    /// <summary>Words that say that one node orders the writes: then a majority of the others is not what keeps them apart.</summary>
    private static readonly string[] OneLeader = { "leader", "primary", "master" };

    private static readonly string[] ManyWriters = { "leaderless", "multileader", "multimaster", "multiprimary", "multiwriter", "activeactive", "dynamo" };

    private static readonly HashSet<string> Names = new(ReplicaNames.Concat(WriteNames).Concat(ReadNames), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads of R replicas overlap with writes of W only if the two are more than N together.</summary>
    public bool ReadsOverlapWrites => Read is null || W + R > N;

    public bool WritesOverlap => W > N / 2;

    /// <summary>Whether the group says that more than one node takes writes.</summary>
    public bool HasManyWriters => Says(Group, ManyWriters) || Group.Number("Writers", "Leaders", "Primaries", "Masters") is { Value: > 1 };

    /// <summary>Whether a constant of this name may be one of the three numbers.</summary>
    public static bool Reads(string name) => Names.Contains(name);

    /// <summary>The quorum that a group of constants describes; null where a number is missing or unlikely, or the weakness is meant.</summary>
    public static Quorum? In(ConstantGroup group)
    {
        if (group.Values.Count < 2
            || group.Number(ReplicaNames) is not { Value: > 1 } n
            || group.Number(WriteNames) is not { Value: > 0 } w
            || w.Value > n.Value)
            return null;
        var r = group.Number(ReadNames);
        if (r is { Value: var read } && (read < 1 || read > n.Value))
            return null;
        // one letter alone may be anything: generators have an n, w and r too
        if (w.Constant.Name.Length == 1 && (r is null || n.Value > 9))
            return null;
        var quorum = new Quorum(group, n.Constant, n.Value, w.Constant, w.Value, r?.Constant, r?.Value ?? 0);
        return Says(group, Tolerant) || (Says(group, OneLeader) && !quorum.HasManyWriters) ? null : quorum;
    }

    /// <summary>Whether a name, a text or a switch that is on says one of the words.</summary>
    private static bool Says(ConstantGroup group, string[] words) =>
        Has(group.Name, words) || group.Values.Any(v => v.Value switch
        {
            string text => Has(text, words),
            bool on => on && Has(v.Name, words),
            _ => false,
        });

    private static bool Has(string text, string[] words)
    {
        var plain = text.Replace("-", "").Replace("_", "").Replace(" ", "");
        return Array.Exists(words, w => plain.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0);
    }
}
