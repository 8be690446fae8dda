using DistPatterns.Rules.Caching;
using DistPatterns.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace DistPatterns.Tests.Rules.Caching;

public sealed class CacheBeforeDatabaseTests
{
    private static readonly RuleTest Rule = RuleTest.Of<CacheBeforeDatabase>();

    [Theory]
    [InlineData("product.Price = price; await cache.[|RemoveAsync|]($\"product:{product.Id}\"); await db.SaveChangesAsync();")]
    [InlineData("product.Reprice(price); memory.[|Remove|](\"products\"); await db.SaveChangesAsync();")]
    [InlineData("product.Price = price; memory.[|Set|](product.Id, product); await db.SaveChangesAsync();")]
    [InlineData("db.Update(product); memory.[|Remove|](\"all_products\"); await db.SaveChangesAsync();")]
    [InlineData("db.Products.Add(product); await cache.[|SetStringAsync|](key, product.ToString()!); await db.SaveChangesAsync();")]
    [InlineData("product.Price = price; var name = Keys.ForProduct(product.Id); await hybrid.[|RemoveAsync|](name); await db.SaveChangesAsync();")]
    [InlineData("product.Price = price; await fusion.[|ExpireAsync|]($\"product:{key}\"); await db.SaveChangesAsync();")]
    [InlineData("memory.[|Remove|](\"product:\" + key); await db.Products.Where(p => p.Id == 1).ExecuteDeleteAsync();")]
    [InlineData("foreach (var p in db.Products) { p.Price = price; memory.[|Remove|](\"product:\" + p.Id); await db.SaveChangesAsync(); }")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(); product.Price = price; await db.SaveChangesAsync(); memory.[|Remove|](\"product:\" + key); await t.CommitAsync();")]
    [InlineData("var found = await db.Products.FindAsync(key); found!.Price = price; await [|Forget|](key); await db.SaveChangesAsync();")]
    [InlineData("db.Products.Remove(product); await states.[|RemoveStateAsync|](\"all_products\"); await db.SaveChangesAsync();")]
    [InlineData("db.Products.Remove(product); await states.[|RemoveStateAsync|](key); db.Update(key); await db.SaveChangesAsync();")]
    public Task An_entry_that_changes_before_what_it_is_a_copy_of_is_reported(string body) => Rule.Reports(Prices(body));

    [Theory]
    [InlineData("product.Price = price; await db.SaveChangesAsync(); await cache.RemoveAsync($\"product:{product.Id}\");")]
    [InlineData("product.Price = price; memory.Remove(\"product:\" + key); await db.SaveChangesAsync(); memory.Remove(\"product:\" + key);")]
    [InlineData("product.Price = price; memory.Remove(\"menu\"); await db.SaveChangesAsync();")]
    [InlineData("product.Price = price; memory.Remove(\"product-lock:\" + key); await db.SaveChangesAsync();")]
    [InlineData("product.Price = price; memory.Set(\"user:\" + key, price); await db.SaveChangesAsync();")]
    [InlineData("if (price > 0) memory.Remove(\"product:\" + key); else { product.Price = price; await db.SaveChangesAsync(); }")]
    [InlineData("foreach (var p in db.Products) { p.Price = price; await db.SaveChangesAsync(); memory.Remove(\"product:\" + p.Id); }")]
    [InlineData("product.Price = price; await db.SaveChangesAsync(); memory.Remove(\"product:\" + key); db.Add(new Audit()); await db.SaveChangesAsync();")]
    [InlineData("var found = await memory.GetOrCreateAsync(\"product:\" + key, _ => db.Products.FirstAsync()); product.Price = price; await db.SaveChangesAsync();")]
    [InlineData("product.Price = price; memory.Remove(\"product:\" + key); if (price > 0) throw new InvalidOperationException();")]
    [InlineData("product.Price = price; await Tell(product); await db.SaveChangesAsync();")]
    [InlineData("var all = new ProductRepository(db); await all.Replace(product); memory.Set(\"product:\" + key, product); await all.Log(product);")]
    public Task What_changes_behind_the_save_or_is_no_copy_is_fine(string body) => Rule.StaysSilent(Prices(body));

    [Fact]
    public async Task A_repository_in_front_of_another_is_asked_for_the_same_value() => Assert.Equal(["Shop: RemoveAsync"], await new Testing.Solution().With("Shop", """
        using Microsoft.Extensions.Caching.Distributed;

        class Basket { public string UserName { get; set; } = ""; }

        interface IBasketRepository { Task DeleteAsync(string userName); Task SaveAsync(Basket basket); }

        class CachedBaskets(IBasketRepository repository, IDistributedCache cache)
        {
            public async Task Delete(string userName)
            {
                await cache.RemoveAsync(userName);
                await repository.DeleteAsync(userName);
            }
        }
        """).Find("DP7003", DiagnosticSeverity.Info));

    [Fact]
    public Task A_cache_of_a_request_ends_with_it() => Rule.StaysSilent(Prices("product.Price = price; mine.Remove(\"product:\" + key); await db.SaveChangesAsync();"));

    [Fact]
    public Task A_call_that_does_both_is_judged_where_it_does_them() => Rule.Reports(Prices("await Save(product); await db.SaveChangesAsync(); } async Task Save(Product other) { memory.[|Remove|](\"product:1\"); db.Update(other); await db.SaveChangesAsync();"));

    [Fact]
    public Task The_cache_is_changed_behind_the_save() => Rule.Fixes(
        Lines("""
            product.Price = price;

            // others read it
            await cache.[|RemoveAsync|]($"product:{product.Id}");
            var count = await db.SaveChangesAsync();
            Console.WriteLine(count);
            """),
        Lines("""
            product.Price = price;

            var count = await db.SaveChangesAsync();
            // others read it
            await cache.RemoveAsync($"product:{product.Id}");
            Console.WriteLine(count);
            """));

    [Theory]
    [InlineData("if (price > 0) { await cache.[|RemoveAsync|](\"product:\" + key); } product.Price = price; await db.SaveChangesAsync();")]
    [InlineData("product.Price = price; await cache.[|RemoveAsync|](\"product:\" + key); key = \"\"; await db.SaveChangesAsync();")]
    [InlineData("product.Price = price; await cache.[|RemoveAsync|](\"product:\" + key); if (price < 0) return; await db.SaveChangesAsync();")]
    public Task What_cannot_move_stays(string body) => Rule.OffersNoFix(Prices(body));

    private static string Lines(string body) => Prices(string.Join("\n        ", body.Split('\n')).Replace("        \n", "\n", StringComparison.Ordinal));

    private static string Prices(string body) => $$"""
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.Caching.Distributed;
        using Microsoft.Extensions.Caching.Hybrid;
        using Microsoft.Extensions.Caching.Memory;
        using ZiggyCreatures.Caching.Fusion;

        class Audit { public int Id { get; set; } }
        class Product { public int Id { get; set; } public decimal Price { get; set; } public void Reprice(decimal price) => Price = price; }
        class Shop : DbContext { public DbSet<Product> Products { get; set; } = null!; }
        static class Keys { public static string ForProduct(int id) => "p" + id; }
        class RequestCache(IMemoryCache inner) { public void Remove(string key) => inner.Remove(key); }

        class CacheService(IDistributedCache inner) { public Task RemoveStateAsync(string key) => inner.RemoveAsync(key); }

        class ProductRepository(Shop db)
        {
            public async Task Replace(Product product) { db.Update(product); await db.SaveChangesAsync(); }
            public async Task Log(Product product) { db.Add(new Audit { Id = product.Id }); await db.SaveChangesAsync(); }
        }

        class Prices(CacheService states, Shop db, IMemoryCache memory, IDistributedCache cache, HybridCache hybrid, IFusionCache fusion, RequestCache mine)
        {
            async Task Change(Product product, decimal price, string key)
            {
                {{body}}
            }

            Task Tell(Product product) => cache.RemoveAsync("menu:" + product.Id);

            Task Forget(string id) => cache.RemoveAsync("product:" + id);
        }
        """;
}
