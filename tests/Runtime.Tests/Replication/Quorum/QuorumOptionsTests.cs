using System.ComponentModel.DataAnnotations;
using DistPatterns.Replication;
using FsCheck;
using FsCheck.Fluent;

namespace DistPatterns.Runtime.Tests.Replication;

public sealed class QuorumOptionsTests
{
    [Fact]
    public void Exactly_the_quorums_that_overlap_are_allowed_unless_staleness_and_lost_writes_are() =>
        Prop.ForAll(
            Gen.Zip(Gen.Choose(1, 9), Gen.Zip(Gen.Choose(1, 9), Gen.Choose(1, 9))).ToArbitrary(),
            Gen.Zip(Gen.Elements(true, false), Gen.Elements(true, false)).ToArbitrary(),
            (numbers, allow) =>
            {
                var (n, (w, r)) = numbers;
                var options = new QuorumOptions(n, w, r) { Mode = QuorumMode.Fast, AllowStale = allow.Item1, LastWriterWins = allow.Item2 };
                return IsValid(options) == (w <= n && r <= n && (w + r > n || allow.Item1) && (2 * w > n || allow.Item2));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Quorums_that_do_not_overlap_are_refused_with_the_numbers_and_what_would_do() =>
        Assert.Equal("W 2 + R 1 ≤ N 3: a read may miss the last write. R must be at least 2, or AllowStale true.", Refusal(new(3, 2, 1)));

    [Fact]
    public void Writes_that_do_not_overlap_are_refused_with_the_numbers_and_what_would_do() =>
        Assert.Equal("W 2 ≤ N 4 / 2: two writes may both be acknowledged and one lost. W must be at least 3, or LastWriterWins true.", Refusal(new(4, 2, 3)));

    [Fact]
    public void A_register_is_not_both_atomic_and_stale() =>
        Assert.StartsWith("AllowStale is true, and Mode is Atomic", Refusal(new(3, 1, 1) { AllowStale = true }), StringComparison.Ordinal);

    [Fact]
    public void A_time_out_of_range_is_refused_by_name_value_and_range() =>
        Assert.Equal("ReplicaTimeout is 00:00:00: it must be between 00:00:00.0010000 and 00:10:00.", Refusal(new(3, 2, 2) { ReplicaTimeout = TimeSpan.Zero }));

    [Fact]
    public void A_client_needs_as_many_replicas_as_it_was_told_and_no_resolver_for_what_it_replaces()
    {
        Assert.Throws<ArgumentException>(() => new QuorumClient<string, int>([new InMemoryReplica<string, int>("only")], new(3, 2, 2)));
        Assert.Throws<ArgumentException>(() => new QuorumClient<string, GCounter>([new InMemoryReplica<string, GCounter>("only")], new(1, 1, 1), new CrdtResolver<GCounter>()));
    }

    private static bool IsValid(QuorumOptions options) => Validator.TryValidateObject(options, new(options), null, validateAllProperties: true);

    private static string Refusal(QuorumOptions options) =>
        Assert.Throws<ValidationException>(() => Validator.ValidateObject(options, new(options), validateAllProperties: true)).Message;
}
