using Microsoft.Extensions.Caching.Hybrid;

namespace DistPatterns.Caching;

/// <summary>Lifetimes spread evenly below the expiry, never above it: the bound on staleness holds.</summary>
internal sealed class JitteredExpiry
{
    private const int Steps = 64; // made once: a fill allocates none

    private readonly HybridCacheEntryOptions[] _options;
    private readonly HybridCacheEntryOptions[] _local;

    public JitteredExpiry(VersionedCacheOptions options)
    {
        _options = Make(options, HybridCacheEntryFlags.None);
        _local = Make(options, HybridCacheEntryFlags.DisableDistributedCache);
    }

    /// <summary>Options of one entry, in both levels.</summary>
    public HybridCacheEntryOptions Next() => _options[Random.Shared.Next(Steps)];

    /// <summary>Options of one entry that stays in this process.</summary>
    public HybridCacheEntryOptions NextLocal() => _local[Random.Shared.Next(Steps)];

    /// <param name="expiry">The longest lifetime.</param>
    /// <param name="jitter">The part of it that varies.</param>
    /// <param name="sample">0 to 1.</param>
    public static TimeSpan Of(TimeSpan expiry, double jitter, double sample) => expiry * (1 - (jitter * sample));

    private static HybridCacheEntryOptions[] Make(VersionedCacheOptions options, HybridCacheEntryFlags flags) =>
        [
            .. Enumerable.Range(0, Steps)
                .Select(step => Of(options.Expiry, options.Jitter, (double)step / (Steps - 1)))
                .Select(expiry => new HybridCacheEntryOptions { Expiration = expiry, LocalCacheExpiration = expiry, Flags = flags }),
        ];
}
