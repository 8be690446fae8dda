using DistPatterns.Rules.Transactions;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Transactions;

public sealed class ConditionalWriteUncheckedTests
{
    private const string Shop = """

        public class Order { public int Id { get; set; } public int CustomerId { get; set; } public int Version { get; set; } public string Status { get; set; } = ""; }
        public class ShopContext : DbContext { public DbSet<Order> Orders => Set<Order>(); }
        """;

    private static readonly RuleTest Rule = RuleTest.Of<ConditionalWriteUnchecked>();

    [Fact]
    public Task A_write_on_a_version_is_reported_and_tested_by_the_fix() => Rule.Fixes(
        """
        using Microsoft.EntityFrameworkCore;

        public class Shop(ShopContext db)
        {
            public async Task Pay(int id, int version)
            {
                await [|db.Orders.Where(o => o.Id == id && o.Version == version)
                    .ExecuteUpdateAsync(s => s.SetProperty(o => o.Status, "paid").SetProperty(o => o.Version, version + 1))|];
            }
        }
        """ + Shop,
        """
        using Microsoft.EntityFrameworkCore;

        public class Shop(ShopContext db)
        {
            public async Task Pay(int id, int version)
            {
                if (await db.Orders.Where(o => o.Id == id && o.Version == version)
                    .ExecuteUpdateAsync(s => s.SetProperty(o => o.Status, "paid").SetProperty(o => o.Version, version + 1)) == 0)
                {
                    throw new System.Data.DBConcurrencyException("Another process has changed it in the meantime.");
                }
            }
        }
        """ + Shop);

    [Fact]
    public Task A_write_on_the_state_that_it_ends_is_reported_also_behind_a_repository() => Rule.Reports("""
        using Microsoft.EntityFrameworkCore;

        public interface IOrders { Task<int> Pay(int id); }
        public class Orders(ShopContext db) : IOrders
        {
            public Task<int> Pay(int id) => db.Orders.Where(o => o.Id == id && o.Status == "open").ExecuteUpdateAsync(s => s.SetProperty(o => o.Status, "paid"));
        }
        public class Shop(IOrders orders)
        {
            public async Task Pay(int id) => await [|orders.Pay(id)|];
            public async Task<bool> TryPay(int id) => await orders.Pay(id) == 1;
        }
        """ + Shop);

    [Fact]
    public Task Sql_and_filters_have_conditions_too() => Rule.Reports("""
        using System.Data;
        using Dapper;
        using MongoDB.Driver;

        public class Order { public int Id { get; set; } public int Version { get; set; } }
        public class Shop(IDbConnection db, IMongoCollection<Order> orders)
        {
            public async Task Pay(Order order, int version)
            {
                await [|db.ExecuteAsync("UPDATE orders SET status = 'paid', row_version = row_version + 1 WHERE id = @Id AND row_version = @Version", order)|];
                [|db.Execute($"delete from {nameof(orders)} where id = @Id and [Version] = @Version", order)|];
                await [|orders.ReplaceOneAsync(o => o.Id == order.Id && o.Version == version, order)|];
                var filter = Builders<Order>.Filter.Eq(o => o.Id, order.Id) & Builders<Order>.Filter.Eq(o => o.Version, version);
                var result = await [|orders.DeleteOneAsync(filter)|];
                Console.WriteLine(result.IsAcknowledged);
            }
        }
        """);

    [Fact]
    public Task A_transaction_of_redis_is_conditional_when_a_condition_was_added() => Rule.Reports("""
        using StackExchange.Redis;

        public class Shop(IDatabase redis)
        {
            public async Task Pay(string id, string before)
            {
                var paid = redis.CreateTransaction();
                paid.AddCondition(Condition.StringEqual(id, before));
                _ = paid.StringSetAsync(id, "paid");
                await [|paid.ExecuteAsync()|];

                var plain = redis.CreateTransaction();
                _ = plain.StringSetAsync(id, "paid");
                await plain.ExecuteAsync();

                var asked = redis.CreateTransaction();
                asked.AddCondition(Condition.StringEqual(id, before));
                if (!await asked.ExecuteAsync())
                    throw new InvalidOperationException();

                var told = redis.CreateTransaction();
                var holds = told.AddCondition(Condition.KeyExists(id));
                await told.ExecuteAsync();
                Console.WriteLine(holds.WasSatisfied);
            }
        }
        """);

    [Fact]
    public Task A_batch_of_Cosmos_says_by_its_response_that_nothing_was_written() => Rule.Fixes(
        """
        using Microsoft.Azure.Cosmos;

        public class Shop(Container orders)
        {
            public async Task Pay(string id, object order)
            {
                await [|orders.CreateTransactionalBatch(new PartitionKey(id)).ReplaceItem(id, order).ExecuteAsync()|];
            }

            public async Task<bool> TryPay(string id, object order)
            {
                using var response = await orders.CreateTransactionalBatch(new PartitionKey(id)).ReplaceItem(id, order).ExecuteAsync();
                return response.IsSuccessStatusCode;
            }

            public async Task Log(string id, object order)
            {
                using var response = await [|orders.CreateTransactionalBatch(new PartitionKey(id)).CreateItem(order).ExecuteAsync()|];
                Console.WriteLine(response.RequestCharge);
            }
        }
        """,
        """
        using Microsoft.Azure.Cosmos;

        public class Shop(Container orders)
        {
            public async Task Pay(string id, object order)
            {
                using var response = await orders.CreateTransactionalBatch(new PartitionKey(id)).ReplaceItem(id, order).ExecuteAsync();
                if (!response.IsSuccessStatusCode)
                {
                    throw new System.Data.DBConcurrencyException("Another process has changed it in the meantime.");
                }
            }

            public async Task<bool> TryPay(string id, object order)
            {
                using var response = await orders.CreateTransactionalBatch(new PartitionKey(id)).ReplaceItem(id, order).ExecuteAsync();
                return response.IsSuccessStatusCode;
            }

            public async Task Log(string id, object order)
            {
                using var response = await orders.CreateTransactionalBatch(new PartitionKey(id)).CreateItem(order).ExecuteAsync();
                if (!response.IsSuccessStatusCode)
                {
                    throw new System.Data.DBConcurrencyException("Another process has changed it in the meantime.");
                }

                Console.WriteLine(response.RequestCharge);
            }
        }
        """);

    [Fact]
    public Task An_upsert_is_refused_by_its_key_and_the_last_word_of_a_name_tells_a_version() => Rule.Reports("""
        using MongoDB.Driver;

        public class Member { public string Id { get; set; } = ""; public string VersionEtag { get; set; } = ""; public int Conversion { get; set; } }
        public class Members(IMongoCollection<Member> members)
        {
            static readonly ReplaceOptions Upsert = new() { IsUpsert = true };

            public async Task Save(Member member, string etag)
            {
                await members.ReplaceOneAsync(m => m.Id == member.Id && m.VersionEtag == etag, member, new ReplaceOptions { IsUpsert = true });
                await members.ReplaceOneAsync(m => m.Id == member.Id && m.VersionEtag == etag, member, Upsert);
                await [|members.ReplaceOneAsync(m => m.Id == member.Id && m.VersionEtag == etag, member, new ReplaceOptions { IsUpsert = false })|];
                await members.ReplaceOneAsync(m => m.Id == member.Id && m.Conversion == 1, member);
            }
        }
        """);

    [Fact]
    public Task Writes_of_many_and_writes_without_a_version_are_fine() => Rule.StaysSilent("""
        using Dapper;
        using Microsoft.EntityFrameworkCore;
        using System.Data;

        public class Shop(ShopContext db, IDbConnection sql)
        {
            public async Task Clean(int customer, int id, int version)
            {
                await db.Orders.Where(o => o.CustomerId == customer && o.Status == "open").ExecuteUpdateAsync(s => s.SetProperty(o => o.Status, "closed"));
                await db.Orders.Where(o => o.Status == "closed").ExecuteDeleteAsync();
                await db.Orders.Where(o => o.Id == id).ExecuteDeleteAsync();
                await sql.ExecuteAsync("update orders set version = @version where id = @id", new { id, version });
                await sql.ExecuteAsync("insert into orders (id, version) values (@id, @version)", new { id, version });
                var changed = await db.Orders.Where(o => o.Id == id && o.Version == version).ExecuteDeleteAsync();
                if (changed == 0)
                    throw new InvalidOperationException();
            }
        }
        """ + Shop);
}
