using DistPatterns.Rules.Consistency;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Rules.Consistency;

public sealed class QuorumsDoNotOverlapTests
{
    private const string Options = """
        record Quorum(int N, int W, int R);
        class ReplicaOptions
        {
            public int ReplicationFactor { get; set; }
            public int WriteQuorum { get; set; }
            public int ReadQuorum { get; set; }
            public bool AllowStale { get; set; }
            public Mode Mode { get; set; }
        }
        enum Mode { Strict, Eventual, Leaderless, SingleLeader }
        """;

    private static readonly RuleTest Rule = RuleTest.Of<QuorumsDoNotOverlap>().With("Options.cs", Options);

    [Fact]
    public Task Numbers_that_leave_a_gap_are_reported_and_R_is_raised() => Rule.Fixes(
        """
        class Setup
        {
            const int One = 1;
            object Positional() => new Quorum(3, 1, /* one */ [|1|]);
            object Named() => new Quorum(R: [|2|], W: 2, N: 5);
            object Initialised() => new ReplicaOptions { ReplicationFactor = 3, WriteQuorum = One, ReadQuorum = [|2|] };
        }
        """,
        """
        class Setup
        {
            const int One = 1;
            object Positional() => new Quorum(3, 1, /* one */ 3);
            object Named() => new Quorum(R: 4, W: 2, N: 5);
            object Initialised() => new ReplicaOptions { ReplicationFactor = 3, WriteQuorum = One, ReadQuorum = 3 };
        }
        """);

    [Fact]
    public Task The_message_shows_the_sum_and_what_would_satisfy_it() => Rule.Reports("""
        class Setup
        {
            object A() => new Quorum(3, 1, [|1|]);
            object B() => new ReplicaOptions { ReplicationFactor = 5, WriteQuorum = 2, ReadQuorum = [|3|], Mode = Mode.Leaderless };
        }
        """,
        "W 1 + R 1 ≤ N 3: a read may ask only replicas that the write never reached, and miss it. Raise R to 3, or W to 3.",
        "W 2 + R 3 ≤ N 5: a read may ask only replicas that the write never reached, and miss it. Two writers miss each other too: raise WriteQuorum to 3.");

    [Fact]
    public Task The_members_of_a_type_are_read_together() => Rule.Reports("""
        static class Cluster
        {
            public const int Replicas = 3;
            public static readonly int Writes = 1;
            public static int Reads => [|2|];
        }
        class Defaults
        {
            public int N { get; init; } = 3;
            public int W { get; init; } = 2;
            public int R { get; init; } = [|1|];
        }
        """);

    [Fact]
    public Task What_is_set_in_a_row_is_read_together() => Rule.Fixes(
        """
        using Microsoft.Extensions.DependencyInjection;

        class Setup
        {
            readonly ReplicaOptions _kept = new();
            void Configured(IServiceCollection services) => services.Configure<ReplicaOptions>(o => { o.ReplicationFactor = 2; o.WriteQuorum = 1; o.ReadQuorum = [|1|]; });
            void After(IServiceCollection services) => services.PostConfigure<ReplicaOptions>(o =>
            {
                o.ReplicationFactor = 3;
                Console.WriteLine("three");
                o.WriteQuorum = 2;
                o.ReadQuorum = [|1|];
            });
            void Built(IServiceCollection services) => services.AddOptions<ReplicaOptions>("carts").Configure(o => { o.ReadQuorum = [|2|]; o.ReplicationFactor = 5; o.WriteQuorum = 3; });
            object Local() { var o = new ReplicaOptions(); o.ReplicationFactor = 3; o.WriteQuorum = 1; o.ReadQuorum = [|1|]; return o; }
            void Given(ReplicaOptions o) { o.ReplicationFactor = 3; o.WriteQuorum = 1; o.ReadQuorum = [|1|]; }
            void Field() { _kept.ReplicationFactor = 3; _kept.WriteQuorum = 1; _kept.ReadQuorum = [|1|]; }
            void Twice(ReplicaOptions o) { o.ReplicationFactor = 3; o.WriteQuorum = 1; o.ReadQuorum = 3; o.ReadQuorum = [|1|]; }
        }
        class Own : ReplicaOptions { public Own() { ReplicationFactor = 3; WriteQuorum = 1; this.ReadQuorum = [|2|]; } }
        """,
        """
        using Microsoft.Extensions.DependencyInjection;

        class Setup
        {
            readonly ReplicaOptions _kept = new();
            void Configured(IServiceCollection services) => services.Configure<ReplicaOptions>(o => { o.ReplicationFactor = 2; o.WriteQuorum = 1; o.ReadQuorum = 2; });
            void After(IServiceCollection services) => services.PostConfigure<ReplicaOptions>(o =>
            {
                o.ReplicationFactor = 3;
                Console.WriteLine("three");
                o.WriteQuorum = 2;
                o.ReadQuorum = 2;
            });
            void Built(IServiceCollection services) => services.AddOptions<ReplicaOptions>("carts").Configure(o => { o.ReadQuorum = 3; o.ReplicationFactor = 5; o.WriteQuorum = 3; });
            object Local() { var o = new ReplicaOptions(); o.ReplicationFactor = 3; o.WriteQuorum = 1; o.ReadQuorum = 3; return o; }
            void Given(ReplicaOptions o) { o.ReplicationFactor = 3; o.WriteQuorum = 1; o.ReadQuorum = 3; }
            void Field() { _kept.ReplicationFactor = 3; _kept.WriteQuorum = 1; _kept.ReadQuorum = 3; }
            void Twice(ReplicaOptions o) { o.ReplicationFactor = 3; o.WriteQuorum = 1; o.ReadQuorum = 3; o.ReadQuorum = 3; }
        }
        class Own : ReplicaOptions { public Own() { ReplicationFactor = 3; WriteQuorum = 1; this.ReadQuorum = 3; } }
        """);

    [Fact]
    public Task What_is_set_of_several_things_or_set_anew_is_fine() => Rule.StaysSilent("""
        class Setup
        {
            void Two(ReplicaOptions a, ReplicaOptions b) { a.ReplicationFactor = 3; a.WriteQuorum = 1; b.ReadQuorum = 1; b.WriteQuorum = 1; }
            void Anew(ReplicaOptions o) { o.ReplicationFactor = 3; o.WriteQuorum = 1; o.ReadQuorum = 1; o.ReadQuorum = 3; }
            void Unknown(ReplicaOptions o, int r) { o.ReplicationFactor = 3; o.WriteQuorum = 1; o.ReadQuorum = 1; o.ReadQuorum = r; }
            void Stale(ReplicaOptions o) { o.ReplicationFactor = 3; o.WriteQuorum = 1; o.ReadQuorum = 1; o.AllowStale = true; }
        }
        """);

    [Fact]
    public Task A_settings_file_is_read() => Rule.With("appsettings.Production.json", """
        {
          // the cart is replicated
          "Cart": {
            "Store": { "ReplicationFactor": 3, "WriteQuorum": 1, "ReadQuorum": [|1|], },
          },
          "Carts": [ { "n": 3, "w": 2, "r": 2 }, { "n": 5, "w": 1, /* cheap */ "r": [|4|] } ],
          "Prices": { "ReplicationFactor": 3, "WriteQuorum": 1, "ReadQuorum": 1, "AllowStale": true },
          "PricesEventual": { "ReplicationFactor": 3, "WriteQuorum": 1, "ReadQuorum": 1 }
        }
        """).With("package.json", """{ "ReplicationFactor": 3, "WriteQuorum": 1, "ReadQuorum": 1 }""").Reports("");

    [Fact]
    public Task Numbers_that_overlap_or_are_unknown_or_meant_are_fine() => Rule.StaysSilent("""
        class Setup
        {
            object Overlap() => new Quorum(3, 2, 2);
            object Unknown(int r) => new Quorum(3, 1, r);
            object Stale() => new ReplicaOptions { ReplicationFactor = 3, WriteQuorum = 1, ReadQuorum = 1, AllowStale = true };
            object Eventual() => new ReplicaOptions { ReplicationFactor = 3, WriteQuorum = 1, ReadQuorum = 1, Mode = Mode.Eventual };
            object Leader() => new ReplicaOptions { ReplicationFactor = 3, WriteQuorum = 1, ReadQuorum = 1, Mode = Mode.SingleLeader };
            object Impossible() => new Quorum(3, 0, 1);
        }
        static class MersenneTwister { const int N = 624, W = 32, R = 31; }
        class EventuallyConsistent { const int N = 3, W = 1, R = 1; }
        """);

    [Fact]
    public Task The_runtimes_own_options_are_an_error() => RuleTest.Of<QuorumsDoNotOverlap>().ReportsAs(DiagnosticSeverity.Error, """
        namespace DistPatterns.Replication { public sealed record QuorumOptions(int N, int W, int R); }
        class Setup { object A() => new DistPatterns.Replication.QuorumOptions(3, 1, [|1|]); }
        """);

    [Fact]
    public Task An_editor_that_asks_for_the_method_sees_it() => Rule.ReportsInEditor("""
        class Setup
        {
            void Other() { }
            object A() => new Quorum(3, 1, [|1|]);
        }
        """);

    [Fact]
    public Task The_runtime_s_own_options_are_judged_and_mended() => Rule.WithRuntime().Fixes(
        """
        using DistPatterns.Replication;

        class Setup
        {
            QuorumOptions Gap() => new(3, 1, [|2|]);
            QuorumOptions Meant() => new(N: 3, W: 1, R: 1) { Mode = QuorumMode.Fast, AllowStale = true, LastWriterWins = true };
        }
        """,
        """
        using DistPatterns.Replication;

        class Setup
        {
            QuorumOptions Gap() => new(3, 1, 3);
            QuorumOptions Meant() => new(N: 3, W: 1, R: 1) { Mode = QuorumMode.Fast, AllowStale = true, LastWriterWins = true };
        }
        """);
}
