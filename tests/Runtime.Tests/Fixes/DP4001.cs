#pragma warning disable // as docs/rules/DP4001.md shows it
using DistPatterns.Replication;

public class CartReplicas(IReplica<string, string>[] replicas)
{
    public QuorumClient<string, string> Open() => new(replicas, new QuorumOptions(N: 3, W: 2, R: 2));
}
