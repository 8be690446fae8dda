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

    [Theory]
    [InlineData("var found = await far.[|ReadAsync|](key); if (found is null) { found = await Load(key); await far.WriteAsync(key, found); } return found;", true)]
    [InlineData("var found = await store.[|ReadAsync|](\"price:\" + key); if (found is not null) return found; found = await Load(key); await store.WriteAsync($\"price:{key}\", found); return found;", true)]
    [InlineData("var found = await far.ReadAsync(key); if (found is null) { found = await Load(key); await far.WriteAsync(\"other\", found); } return found;", false)]
    [InlineData("var found = await far.ReadAsync(key); found = await Load(key); await far.WriteAsync(key, found); return found;", false)]
    [InlineData("if (await store.HasAsync(key)) return key; var sent = await Load(key); await store.WriteAsync(key, sent); return sent;", false)] // a marker
    [InlineData("await gate.WaitAsync(); var found = await far.ReadAsync(key); if (found is null) { found = await Load(key); await far.WriteAsync(key, found); } return found;", false)]
    public Task A_cache_behind_methods_of_ours_is_one_too(string body, bool isReported)
    {
        var code = Prices(body).Replace("HttpClient http,", "HttpClient http, Store store,") + """

            class Store(IDistributedCache cache)
            {
                public async Task<string?> ReadAsync(string name) => await cache.ReadAsync(name);
                public async Task<bool> HasAsync(string name) => await cache.ReadAsync(name) is not null;
                public async Task WriteAsync(string name, string value) => await cache.WriteAsync(name, value);
            }

            static class Caching
            {
                public static Task<string?> ReadAsync(this IDistributedCache cache, string key) => cache.GetStringAsync($"v1:{key}");
                public static Task WriteAsync(this IDistributedCache cache, string key, string value) => cache.SetStringAsync($"v1:{key}", value);
            }
            """;
        return isReported ? Rule.Reports(code) : Rule.StaysSilent(code);
    }

    [Theory]
    [InlineData("() => http.GetStringAsync(key)", "", true)]
    [InlineData("() => Task.FromResult(key)", "", false)]
    [InlineData("() => http.GetStringAsync(key)", "lock (this) { } ", false)]
    public Task What_a_method_of_ours_loads_may_be_a_lambda_that_it_is_given(string load, string gate, bool isReported)
    {
        var read = isReported ? "[|GetStringAsync|]" : "GetStringAsync";
        var code = $$"""
            using Microsoft.Extensions.Caching.Distributed;
            class Shared(IDistributedCache far)
            {
                public async Task<string> GetOrAddAsync(string key, Func<Task<string>> load)
                {
                    {{gate}}var found = await far.{{read}}(key);
                    if (found is null)
                    {
                        found = await load();
                        await far.SetStringAsync(key, found);
                    }

                    return found;
                }
            }

            class Prices(Shared shared, HttpClient http)
            {
                Task<string> Of(string key) => shared.GetOrAddAsync(key, {{load}});
            }
            """;
        return isReported ? Rule.Reports(code) : Rule.StaysSilent(code);
    }

    [Fact]
    public Task A_behaviour_that_caches_loads_what_the_handlers_behind_it_load() => Rule.Reports("""
        using MediatR;
        using Microsoft.Extensions.Caching.Memory;
        public interface ICached;
        public class Caching<TRequest, TResponse>(IMemoryCache cache) : IPipelineBehavior<TRequest, TResponse>
            where TRequest : ICached
        {
            public async Task<TResponse> Handle(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
            {
                var key = request.ToString()!;
                if (cache.[|TryGetValue|](key, out TResponse? found))
                    return found!;
                var response = await next();
                cache.Set(key, response);
                return response;
            }
        }
        public record PriceQuery(string Article) : IRequest<string>, ICached;
        public class Prices(HttpClient http) : IRequestHandler<PriceQuery, string>
        {
            public Task<string> Handle(PriceQuery request, CancellationToken cancellationToken) => http.GetStringAsync(request.Article, cancellationToken);
        }
        """);

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
