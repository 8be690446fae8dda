using DistPatterns.Rules.Consistency;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Consistency;

public sealed class WritesDoNotOverlapTests
{
    private static readonly RuleTest Rule = RuleTest.Of<WritesDoNotOverlap>().With("Options.cs", """
        class ReplicaOptions
        {
            public int Replicas { get; set; }
            public int WriteQuorum { get; set; }
            public int ReadQuorum { get; set; }
            public int Writers { get; set; }
            public string Conflicts { get; set; }
            public Mode Mode { get; set; }
        }
        enum Mode { Leaderless, MultiLeader, SingleLeader }
        """);

    [Fact]
    public Task A_minority_with_many_writers_is_reported_and_raised() => Rule.Fixes(
        """
        class Setup
        {
            object Reads() => new ReplicaOptions { Replicas = 3, WriteQuorum = [|1|], ReadQuorum = 3, Mode = Mode.Leaderless };
            object Many() => new ReplicaOptions { Replicas = 4, WriteQuorum = [|2|], Writers = 2 };
        }
        """,
        """
        class Setup
        {
            object Reads() => new ReplicaOptions { Replicas = 3, WriteQuorum = 2, ReadQuorum = 3, Mode = Mode.Leaderless };
            object Many() => new ReplicaOptions { Replicas = 4, WriteQuorum = 3, Writers = 2 };
        }
        """);

    [Fact]
    public Task The_message_shows_the_numbers() => Rule.With("appsettings.json", """
        { "Replication": { "Mode": "multi-leader", "Replicas": 4, "WriteQuorum": 3 } }
        """).Reports("class Setup { object A() => new ReplicaOptions { Replicas = 4, WriteQuorum = [|2|], Mode = Mode.MultiLeader }; }",
        "W 2 ≤ N 4 / 2 with many writers: two writes can both succeed on different replicas, and one is lost without an error. Raise WriteQuorum to 3, or declare that the last writer wins.");

    [Fact]
    public Task A_majority_one_leader_or_a_declared_winner_is_fine() => Rule.StaysSilent("""
        class Setup
        {
            object Majority() => new ReplicaOptions { Replicas = 3, WriteQuorum = 2, Mode = Mode.Leaderless };
            object Leader() => new ReplicaOptions { Replicas = 3, WriteQuorum = 1, Mode = Mode.SingleLeader };
            object Unsaid() => new ReplicaOptions { Replicas = 3, WriteQuorum = 1, ReadQuorum = 3 };
            object Declared() => new ReplicaOptions { Replicas = 3, WriteQuorum = 1, Mode = Mode.Leaderless, Conflicts = "last-writer-wins" };
        }
        """);

    [Fact]
    public Task Where_reads_miss_writes_too_the_other_rule_speaks() => Rule.StaysSilent("""
        class Setup { object A() => new ReplicaOptions { Replicas = 3, WriteQuorum = 1, ReadQuorum = 1, Mode = Mode.Leaderless }; }
        """);

    [Fact]
    public Task An_editor_that_asks_for_the_method_sees_it() => Rule.ReportsInEditor("""
        class Setup
        {
            void Other() { }
            object A() => new ReplicaOptions { Replicas = 4, WriteQuorum = [|2|], Mode = Mode.MultiLeader };
        }
        """);
}
