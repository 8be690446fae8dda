using DistPatterns.Rules.Consistency;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Consistency;

public sealed class UnacknowledgedWriteTests
{
    private static readonly RuleTest Rule = RuleTest.Of<UnacknowledgedWrite>();

    [Fact]
    public Task A_level_that_nothing_confirms_is_reported_and_raised() => Rule.Fixes(
        """
        using Cassandra;
        using Confluent.Kafka;
        using MongoDB.Driver;

        class Orders(IMongoDatabase mongo, IMongoClient client, IMongoCollection<Orders> all)
        {
            object Producer() => new ProducerConfig { Acks = [|Acks.None|], EnableIdempotence = false };
            void Later(ProducerConfig config) => config.Acks = [|Acks.None|];
            object Collection() => all.WithWriteConcern([|WriteConcern.Unacknowledged|]);
            object Database() => mongo.WithWriteConcern(writeConcern: [|WriteConcern.Unacknowledged|]);
            object Client() => client.WithWriteConcern([|WriteConcern.Unacknowledged|]);
            object Settings() => mongo.GetCollection<Orders>("orders", new MongoCollectionSettings { WriteConcern = [|WriteConcern.Unacknowledged|] });
            object Statement() => new SimpleStatement("insert …").SetConsistencyLevel([|ConsistencyLevel.Any|]);
            object Default() => new QueryOptions().SetConsistencyLevel([|ConsistencyLevel.Any|]);
        }
        """,
        """
        using Cassandra;
        using Confluent.Kafka;
        using MongoDB.Driver;

        class Orders(IMongoDatabase mongo, IMongoClient client, IMongoCollection<Orders> all)
        {
            object Producer() => new ProducerConfig { Acks = Acks.All, EnableIdempotence = false };
            void Later(ProducerConfig config) => config.Acks = Acks.All;
            object Collection() => all.WithWriteConcern(WriteConcern.WMajority);
            object Database() => mongo.WithWriteConcern(writeConcern: WriteConcern.WMajority);
            object Client() => client.WithWriteConcern(WriteConcern.WMajority);
            object Settings() => mongo.GetCollection<Orders>("orders", new MongoCollectionSettings { WriteConcern = WriteConcern.WMajority });
            object Statement() => new SimpleStatement("insert …").SetConsistencyLevel(ConsistencyLevel.Quorum);
            object Default() => new QueryOptions().SetConsistencyLevel(ConsistencyLevel.Quorum);
        }
        """);

    [Fact]
    public Task A_level_that_a_local_or_a_static_field_holds_is_reported() => Rule.Reports("""
        using Confluent.Kafka;
        using MongoDB.Driver;

        class Orders(IMongoCollection<Orders> all)
        {
            private const Acks Fast = Acks.None;
            private static readonly WriteConcern Concern = WriteConcern.Unacknowledged;

            object Constant() => new ProducerConfig { Acks = [|Fast|] };
            object Field() => all.WithWriteConcern([|Concern|]);
            object Local()
            {
                var acks = Acks.None;
                return new ProducerConfig { Acks = [|acks|] };
            }
        }
        """);

    [Fact]
    public Task A_level_that_a_setting_chooses_is_trusted() => Rule.StaysSilent("""
        using Confluent.Kafka;

        class Producers(bool mayLose, string level)
        {
            object Either(bool mayLose)
            {
                var acks = Acks.All;
                if (mayLose)
                    acks = Acks.None;
                return new ProducerConfig { Acks = acks };
            }
            void Set(ProducerConfig config)
            {
                if (mayLose)
                    config.Acks = Acks.None;
                switch (level)
                {
                    case "none":
                        config.Acks = Acks.None;
                        break;
                }
            }
            object Arm() => new ProducerConfig { Acks = level switch { "none" => Acks.None, _ => Acks.All } };
        }
        """);

    [Fact]
    public Task What_other_processes_rely_on_is_reported_in_a_store_of_much_else() => Rule.Fixes(
        """
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            void Take() => redis.LockTake("job", "me", TimeSpan.FromSeconds(5), [|CommandFlags.FireAndForget|]);
            Task Leave(string lockKey) => redis.KeyDeleteAsync(lockKey, [|CommandFlags.FireAndForget|]);
            Task Store(string text) => redis.ListLeftPushAsync("shop:outbox", text, flags: [|CommandFlags.FireAndForget|]);
            Task Append(string text) => redis.StreamAddAsync("outbox", "body", text, flags: [|CommandFlags.FireAndForget|]);
        }
        class LeaderLease(IDatabase redis) { void Renew() => redis.StringSet("me", 1, flags: [|CommandFlags.FireAndForget|]); }
        """,
        """
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            void Take() => redis.LockTake("job", "me", TimeSpan.FromSeconds(5), CommandFlags.None);
            Task Leave(string lockKey) => redis.KeyDeleteAsync(lockKey, CommandFlags.None);
            Task Store(string text) => redis.ListLeftPushAsync("shop:outbox", text, flags: CommandFlags.None);
            Task Append(string text) => redis.StreamAddAsync("outbox", "body", text, flags: CommandFlags.None);
        }
        class LeaderLease(IDatabase redis) { void Renew() => redis.StringSet("me", 1, flags: CommandFlags.None); }
        """);

    [Fact]
    public Task The_message_names_the_level_and_what_to_use() => Rule.Reports("""
        using Confluent.Kafka;
        using MongoDB.Driver;

        class Orders
        {
            object Kafka() => new ProducerConfig { Acks = [|Acks.None|] };
            object Mongo() => new MongoClientSettings { WriteConcern = new WriteConcern([|0|]) };
        }
        """,
        "With 'Acks.None' a write counts as done before a server that keeps it has confirmed it: what is lost on the way is lost in silence. Use 'All'.",
        "With '0' a write counts as done before a server that keeps it has confirmed it: what is lost on the way is lost in silence. Wait for a majority.");

    [Fact]
    public Task Several_flags_are_read_one_by_one_and_left_to_their_author() => Rule.OffersNoFix("""
        using StackExchange.Redis;

        class Jobs(IDatabase redis)
        {
            void Leave() => redis.LockRelease("job", "me", [|CommandFlags.DemandMaster | CommandFlags.FireAndForget|]);
        }
        """);

    [Fact]
    public Task What_may_be_lost_is_fine() => Rule.StaysSilent("""
        using Confluent.Kafka;
        using MongoDB.Driver;
        using StackExchange.Redis;

        class TelemetryProducer { object Config() => new ProducerConfig { Acks = Acks.None }; }
        class Setup(IMongoDatabase mongo)
        {
            static readonly ProducerConfig MetricsConfig = new() { Acks = Acks.None };
            object Logs() => mongo.GetCollection<Setup>("request-log").WithWriteConcern(WriteConcern.Unacknowledged);
        }
        class Prices(IDatabase redis)
        {
            void Cache(string key) => redis.StringSet(key, 1, flags: CommandFlags.FireAndForget);
            Task Hit() => redis.KeyDeleteAsync("prices", CommandFlags.FireAndForget);
            Task Count(string key) => redis.StringIncrementAsync(key, flags: CommandFlags.FireAndForget);
        }
        """);

    [Fact]
    public Task A_confirmed_or_unknown_level_is_fine() => Rule.StaysSilent("""
        using Cassandra;
        using Confluent.Kafka;
        using MongoDB.Driver;
        using StackExchange.Redis;

        class Orders(IMongoCollection<Orders> orders, IDatabase redis)
        {
            object Kafka() => new ProducerConfig { Acks = Acks.Leader };
            object Given(Acks acks) => new ProducerConfig { Acks = acks };
            object Mongo() => orders.WithWriteConcern(WriteConcern.W1);
            object Two() => new WriteConcern(2);
            object Cassandra() => new SimpleStatement("insert …").SetConsistencyLevel(ConsistencyLevel.LocalQuorum);
            bool Lock() => redis.LockRelease("lock", "me", CommandFlags.DemandMaster);
        }
        """);

    [Fact]
    public Task An_editor_that_asks_for_the_method_sees_it() => Rule.ReportsInEditor("""
        using Confluent.Kafka;

        class Orders
        {
            void Other() { }
            object Config() => new ProducerConfig { Acks = [|Acks.None|] };
        }
        """);
}
