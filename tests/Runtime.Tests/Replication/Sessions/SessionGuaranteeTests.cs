using DistPatterns.Replication;
using FsCheck;
using FsCheck.Fluent;

namespace DistPatterns.Runtime.Tests.Replication;

/// <summary>A leader, three followers that apply its log when they like, and two sessions; the log is as long as it has writes.</summary>
public sealed class SessionGuaranteeTests
{
    private static readonly string[] Followers = ["f0", "f1", "f2"];

    [Fact]
    public void A_session_reads_its_writes_and_never_backwards_however_followers_lag() =>
        Prop.ForAll(Steps, steps => Keeps(steps, token => token)).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_its_token_it_does_not() =>
        Assert.ThrowsAny<Exception>(() => Prop.ForAll(Steps, steps => Keeps(steps, _ => default)).QuickCheckThrowOnFailure());

    private static Arbitrary<List<(int What, int Who)>> Steps { get; } =
        Gen.Zip(Gen.Choose(0, 5), Gen.Choose(0, 5)).Select(step => (step.Item1, step.Item2)).ListOf().Select(steps => steps.ToList()).ToArbitrary();

    private static bool Keeps(List<(int What, int Who)> steps, Func<SessionToken, SessionToken> passOn)
    {
        var probe = new FakeProbe { Positions = { ["leader"] = 0, ["f0"] = 0, ["f1"] = 0, ["f2"] = 0 } };
        var router = new ReplicaRouter<string>("leader", Followers, probe);
        var tokens = new SessionToken[2];
        var seen = new ulong[2]; // the longest log that a session has written or read
        foreach (var (what, who) in steps)
        {
            var session = who % 2;
            switch (what)
            {
                case 0:
                    probe.Positions["leader"]++;
                    seen[session] = probe.Positions["leader"];
                    tokens[session] = tokens[session].After(seen[session]);
                    break;
                case 1:
                    var follower = Followers[who % 3];
                    probe.Positions[follower] = Math.Min(probe.Positions["leader"], probe.Positions[follower] + 1 + ((ulong)who / 3));
                    break;
                case 2:
                    Assert.True(router.ProbeAsync().IsCompletedSuccessfully);
                    break;
                default:
                    var read = probe.Positions[router.Route(ConsistencyModel.Session, passOn(tokens[session])).Node];
                    if (read < seen[session])
                    {
                        return false;
                    }

                    seen[session] = read;
                    tokens[session] = tokens[session].After(read);
                    break;
            }
        }

        return true;
    }
}
