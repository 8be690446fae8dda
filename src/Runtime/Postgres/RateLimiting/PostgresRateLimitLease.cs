using System.Threading.RateLimiting;

namespace DistPatterns.RateLimiting;

internal sealed class PostgresRateLimitLease(bool isAcquired, TimeSpan? retryAfter = null, string? reason = null) : RateLimitLease
{
    public static PostgresRateLimitLease Permitted { get; } = new(true);

    public override bool IsAcquired => isAcquired;

    public override IEnumerable<string> MetadataNames
    {
        get
        {
            if (retryAfter is not null)
            {
                yield return MetadataName.RetryAfter.Name;
            }

            if (reason is not null)
            {
                yield return MetadataName.ReasonPhrase.Name;
            }
        }
    }

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter
            : metadataName == MetadataName.ReasonPhrase.Name ? reason
            : null;
        return metadata is not null;
    }
}
