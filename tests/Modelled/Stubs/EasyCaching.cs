// Written from EasyCaching.Core 1.9, from src/EasyCaching.Core/IEasyCachingProviderBase.cs of dotnetcore/EasyCaching.
namespace EasyCaching.Core;

public class CacheValue<T>
{
    public bool HasValue => throw null!;

    public T Value => throw null!;
}

public interface IEasyCachingProviderBase
{
    CacheValue<T> Get<T>(string cacheKey);

    Task<CacheValue<T>> GetAsync<T>(string cacheKey, CancellationToken cancellationToken = default);

    CacheValue<T> Get<T>(string cacheKey, Func<T> dataRetriever, TimeSpan expiration);

    Task<CacheValue<T>> GetAsync<T>(string cacheKey, Func<Task<T>> dataRetriever, TimeSpan expiration, CancellationToken cancellationToken = default);

    void Set<T>(string cacheKey, T cacheValue, TimeSpan expiration);

    Task SetAsync<T>(string cacheKey, T cacheValue, TimeSpan expiration, CancellationToken cancellationToken = default);

    void Remove(string cacheKey);

    Task RemoveAsync(string cacheKey, CancellationToken cancellationToken = default);

    void RemoveByPrefix(string prefix);

    Task RemoveByPrefixAsync(string prefix, CancellationToken cancellationToken = default);
}

public interface IEasyCachingProvider : IEasyCachingProviderBase;
