using DistPatterns.Rules.Partitioning;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Rules.Partitioning;

public sealed class UnstablePartitionHashTests
{
    private static readonly RuleTest Rule = RuleTest.Of<UnstablePartitionHash>();

    [Fact]
    public Task What_others_must_decide_alike_is_reported() => Rule.Reports("""
        class Orders(string[] nodes, int shardCount)
        {
            readonly Lazy<object> _client = new();

            int PartitionOf(string order) => ([|order.GetHashCode()|] & int.MaxValue) % 8;

            string NodeOf(string order) => nodes[([|order.GetHashCode()|] & int.MaxValue) % nodes.Length];

            string QueueName(string order)
            {
                var hash = [|order.GetHashCode()|];
                var shard = Math.Abs(hash % shardCount);
                return $"orders-{shard}";
            }

            void Send(Message message, string a, string b)
            {
                message.PartitionKey = [|HashCode.Combine(a, b)|].ToString();
                Route(routingKey: (uint)[|a.GetHashCode()|] % 4);
            }

            void Route(uint routingKey) { }
        }

        class Message { public string PartitionKey { get; set; } }
        """);

    [Fact]
    public Task A_key_of_a_lock_or_message_is_shared_with_other_processes() => Rule.Reports("""
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            Task<bool> Take(string job) => redis.LockTakeAsync("job:" + [|job.GetHashCode()|], "me", TimeSpan.FromSeconds(5));
        }
        """,
        "'job.GetHashCode()' differs from process to process, and decides the key that 'LockTakeAsync' shares with other processes: another instance, or this one after a restart, decides differently for the same key. Hash the key's bytes with a stable function, such as XxHash64.");

    [Fact]
    public Task A_hash_that_a_function_returns_is_followed_to_its_callers() => Rule.With("Keys.cs", """
        class Orders(Func<string, bool> send)
        {
            bool Send(string key, RabbitMQ.Client.IChannel channel) { Route(routingKey: $"orders.{key.LaneOf()}"); return true; }
            void Named(string key) { var shard = Lanes.Folded(key) + 1; Console.WriteLine(shard); }
            void Route(string routingKey) { }
        }
        class Locks { readonly object[] _locks = new object[16]; object Of(string key) => _locks[key.LockOf()]; }
        """).Reports("""
        static class Lanes
        {
            public static int LaneOf(this string key) => (int)((uint)[|key.GetHashCode()|] % 16);
            public static int LockOf(this string key) => (int)((uint)key.GetHashCode() % 16);
            public static int Unused(this string key) => (int)((uint)key.GetHashCode() % 16);
            public static uint Folded(string key) { var hash = Raw(key); return hash % 16; }
            static uint Raw(string key) => (uint)[|HashCode.Combine(key, 7)|];
        }
        """,
        "'key.GetHashCode()' differs from process to process, and decides 'routingKey': another instance, or this one after a restart, decides differently for the same key. Hash the key's bytes with a stable function, such as XxHash64.",
        "'HashCode.Combine(key, 7)' differs from process to process, and decides 'shard': another instance, or this one after a restart, decides differently for the same key. Hash the key's bytes with a stable function, such as XxHash64.");

    [Fact]
    public Task The_fix_hashes_the_bytes_of_the_string() => Rule.Fixes(
        """
        class Orders
        {
            int PartitionOf(string order) => ([|order.Trim().GetHashCode()|] & int.MaxValue) % 8;
            int ShardOf(string order) => (int)((uint)[|order.GetHashCode()|] % 8);
        }
        """,
        """
        class Orders
        {
            int PartitionOf(string order) => (unchecked((int)System.IO.Hashing.XxHash32.HashToUInt32(System.Text.Encoding.UTF8.GetBytes(order.Trim()))) & int.MaxValue) % 8;
            int ShardOf(string order) => (int)((uint)unchecked((int)System.IO.Hashing.XxHash32.HashToUInt32(System.Text.Encoding.UTF8.GetBytes(order))) % 8);
        }
        """);

    [Fact]
    public Task What_is_no_string_has_no_fix() => Rule.OffersNoFix("""
        class Orders { int PartitionOf(string a, string b) => ([|HashCode.Combine(a, b)|] & int.MaxValue) % 8; }
        """);

    [Fact]
    public Task What_stays_inside_the_process_is_fine() => Rule.StaysSilent("""
        class Striped
        {
            readonly object[] _locks = new object[16];
            readonly Dictionary<string, int>[] _shards = new Dictionary<string, int>[16];
            readonly string[] _colours = { "red", "green" };

            object LockOf(string key) => _locks[(key.GetHashCode() & int.MaxValue) % _locks.Length];
            int ShardOf(string key) => (key.GetHashCode() & int.MaxValue) % _shards.Length;
            Dictionary<string, int> Shard(string key)
            {
                var shard = (key.GetHashCode() & int.MaxValue) % _shards.Length;
                return _shards[shard];
            }
            readonly byte[][] _partitions = new byte[16][];
            byte[] Partition(string key) => _partitions[(key.GetHashCode() & int.MaxValue) % _partitions.Length];
            string Colour(string name) => _colours[(name.GetHashCode() & int.MaxValue) % _colours.Length];
        }

        class Table
        {
            readonly int[] _buckets = new int[16];
            int BucketOf(string key) => (key.GetHashCode() & int.MaxValue) % _buckets.Length;
        }

        class Key(string partition, string shard)
        {
            public override int GetHashCode() => HashCode.Combine(partition, shard);
            int Hash() => partition.GetHashCode();
        }

        class ByPartition : IEqualityComparer<Key>
        {
            public bool Equals(Key x, Key y) => true;
            public int GetHashCode(Key key) => key.ToString().GetHashCode() % 8;
        }
        """);

    [Fact]
    public Task A_lambda_answers_for_what_it_is_given_to() => Rule.Reports("""
        using System.Text;
        using Confluent.Kafka;

        class Partitioning
        {
            public static Func<object, int, int> Partitioner { get => (key, count) => ([|key.ToString().GetHashCode()|] & int.MaxValue) % count; }

            readonly Func<string, int> _shardOf = key => ([|key.GetHashCode()|] & int.MaxValue) % 8;
            readonly Func<string, int> _colourOf = key => (key.GetHashCode() & int.MaxValue) % 8;

            void Configure(ProducerBuilder<string, string> producer) =>
                producer.SetPartitioner("orders", (topic, count, key, isNull) => ([|Encoding.UTF8.GetString(key).GetHashCode()|] & int.MaxValue) % count);
        }
        """);

    [Fact]
    public Task An_element_that_stands_for_another_process_is_no_table_of_this_one() => Rule.Reports("""
        using Confluent.Kafka;

        class Brokers(List<PartitionMetadata> partitions, List<int> ports)
        {
            int PartitionOf(string key)
            {
                var index = ([|key.GetHashCode()|] & int.MaxValue) % partitions.Count;
                return partitions[index].PartitionId;
            }

            int PortOf(string key) => ports[([|key.GetHashCode()|] & int.MaxValue) % ports.Count];
        }
        """);

    [Fact]
    public Task A_dictionary_is_a_table_of_the_hash_only_where_its_keys_are_numbers() => Rule.Reports("""
        class Directory
        {
            readonly Dictionary<string, int> _known = new();
            int ShardOf(string key) => _known.TryGetValue(key, out var shard) ? shard : ([|key.GetHashCode()|] & int.MaxValue) % 8;
        }

        class Sockets
        {
            readonly Dictionary<int, Stream> _open = new();
            int ShardOf(string key) => (key.GetHashCode() & int.MaxValue) % 8;
        }
        """);

    [Fact]
    public Task What_is_stored_under_a_hash_is_not_found_again() => Rule.ReportsAs(DiagnosticSeverity.Info, """
        class Pages(string folder)
        {
            string PathOf(string url) => Path.Combine(folder, [|url.GetHashCode()|] + ".html");
            bool IsKnown(string url, int version) => File.Exists($"{folder}/{[|HashCode.Combine(url, version)|]:x}.json");
            void Store(string url) => File.WriteAllText(PathOf(url), url.GetHashCode().ToString());
            string Scratch(string url) => Path.Combine(Path.GetTempPath(), url.GetHashCode() + ".html");
            string Own() => Path.Combine(folder, "log-" + GetHashCode());
        }
        """);

    [Fact]
    public Task A_hash_that_is_the_same_everywhere_is_fine() => Rule.StaysSilent("""
        class Orders<TKey>
        {
            int PartitionOf(Guid order) => (order.GetHashCode() & int.MaxValue) % 8;
            int ShardOf(long order) => (order.GetHashCode() & int.MaxValue) % 8;
            int PartitionOf(TKey key) => (key.GetHashCode() & int.MaxValue) % 8;
        }
        """);

    [Fact]
    public Task An_editor_that_asks_for_the_method_sees_it() => Rule.ReportsInEditor("""
        class Orders
        {
            void Other() { }
            int PartitionOf(string order) => ([|order.GetHashCode()|] & int.MaxValue) % 8;
        }
        """);

    [Fact]
    public Task The_runtime_s_hash_is_put_in_where_it_is_referenced() => Rule.WithRuntime().Fixes(
        "class Orders { int Partition(string key) => [|key.GetHashCode()|] & 7; }",
        "class Orders { int Partition(string key) => unchecked((int)DistPatterns.Partitioning.StableHash.Of(key)) & 7; }");
}
