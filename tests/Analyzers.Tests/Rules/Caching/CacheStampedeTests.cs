using DistPatterns.Rules.Caching;
using DistPatterns.Tests.Testing;

namespace DistPatterns.Tests.Rules.Caching;

public sealed class CacheStampedeTests
{
    private static readonly RuleTest Rule = RuleTest.Of<CacheStampede>();

    [Theory]
    [InlineData("if (!cache.[|TryGetValue|](key, out string? value)) { value = await Load(key); cache.Set(key, value); } return value!;")]
    [InlineData("var found = cache.[|Get<string>|](key); if (found is not null) return found; found = await http.GetStringAsync(key); cache.Set(key, found); return found;")]
    [InlineData("return (await cache.[|GetOrCreateAsync|](key, _ => Load(key)))!;")]
    [InlineData("return (await cache.[|GetOrCreateAsync|](key, async e => { e.Size = 1; return await http.GetStringAsync(key); }))!;")]
    [InlineData("var found = await far.[|GetStringAsync|](key); if (found is null) { found = await Load(key); await far.SetStringAsync(key, found); } return found;")]
    [InlineData("if (cache.[|TryGetValue|](key, out string? value)) return value!; value = orders.Query(key); cache.Set(key, value); return value;")]
    [InlineData("if (cache.[|TryGetValue|](key, out string? value)) return value!; value = (await tmDbClient.ReadAsync().ConfigureAwait(false)).ToString(); cache.Set(key, value); return value!;")]
    public Task A_load_by_everybody_who_misses_is_reported(string body) => Rule.Reports(Prices(body));

    [Theory]
    [InlineData("await gate.WaitAsync(); try { if (!cache.TryGetValue(key, out string? value)) { value = await Load(key); cache.Set(key, value); } return value!; } finally { gate.Release(); }")]
    [InlineData("if (!cache.TryGetValue(key, out string? value)) { value = key + key; cache.Set(key, value); } return value!;")]
    [InlineData("var value = await Load(key); cache.Set(key, value); return value;")]
    [InlineData("cache.TryGetValue(\"other\", out string? value); value = await Load(key); cache.Set(key, value); return value;")]
    [InlineData("return (await cache.GetOrCreateAsync(key, _ => Task.FromResult(key)))!;")]
    public Task A_gate_and_a_load_that_is_cheap_are_fine(string body) => Rule.StaysSilent(Prices(body));

    private static string Prices(string body) => $$"""
        using Microsoft.Extensions.Caching.Distributed;
        using Microsoft.Extensions.Caching.Memory;

        interface IOrderRepository { string Query(string key); }

        class Prices(IMemoryCache cache, IDistributedCache far, HttpClient http, IOrderRepository orders, System.IO.Pipelines.PipeReader tmDbClient)
        {
            private readonly SemaphoreSlim gate = new(1);

            async Task<string> Of(string key)
            {
                {{body}}
            }

            async Task<string> Load(string key) => await http.GetStringAsync(key);
        }
        """;
}
