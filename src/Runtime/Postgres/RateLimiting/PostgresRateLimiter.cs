using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using DistPatterns.Resilience;
using DistPatterns.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DistPatterns.RateLimiting;

/// <summary>
/// A rate limiter that all machines on one PostgreSQL share: a token bucket a key, kept as the generic cell rate algorithm,
/// one timestamp and one statement an acquisition, by the database's clock.
/// </summary>
/// <remarks>
/// <para>
/// In any time t by that clock, all machines together are permitted at most <c>TokenLimit + t * TokensPerPeriod / ReplenishmentPeriod</c>.
/// Nothing queues: a refusal says when to come again (<see cref="MetadataName.RetryAfter"/>).
/// </para>
/// <para>
/// Asking takes a round trip, so a synchronous attempt never succeeds; <see cref="RateLimiter.AcquireAsync"/> does, and ASP.NET's
/// middleware and Polly's strategy come to it. For a limiter a user or a tenant:
/// <c>RateLimitPartition.Get(tenant, key => new PostgresRateLimiter(source, key, options))</c>.
/// </para>
/// <para>Algorithm: ITU-T I.371 (2004), the virtual scheduling form of the generic cell rate algorithm.</para>
/// </remarks>
public sealed class PostgresRateLimiter : RateLimiter
{
    // "due" is when the bucket will be full again: now + (TokenLimit - tokens) * time per token.
    private const string Acquire = """
        with taken as (
          insert into dp_rate_limit as l (key, due) values (@key, clock_timestamp() + @cost)
          on conflict (key) do update set due = greatest(l.due, clock_timestamp()) + @cost
          where greatest(l.due, clock_timestamp()) + @least <= clock_timestamp() + @full
          returning 1)
        select exists (select from taken),
               (select greatest(due + @least - @full - clock_timestamp(), '0') from dp_rate_limit where key = @key)
        """;

    private readonly NpgsqlDataSource _source;
    private readonly string _key;
    private readonly PostgresRateLimiterOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long _lastUse;
    private long _awaySince; // zero while the database answers

    /// <summary>Limits <paramref name="key"/>, together with all that use the same key on the same database.</summary>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public PostgresRateLimiter(
        NpgsqlDataSource source, string key, PostgresRateLimiterOptions options, TimeProvider? time = null, ILogger<PostgresRateLimiter>? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        (_source, _key, _options, _time, _logger) = (source, key, options, time ?? TimeProvider.System, logger ?? NullLogger<PostgresRateLimiter>.Instance);
        _lastUse = _time.GetTimestamp();
    }

    /// <summary>The table of the buckets. It is not logged: after a crash of the database all buckets are full, which is cheap and harmless.</summary>
    public static StoreSchema Schema { get; } = new("rate limit", 1, """
        create unlogged table if not exists dp_rate_limit (key text primary key, due timestamptz not null) with (fillfactor = 50)
        """);

    /// <summary>How long nobody has asked; a partitioned limiter drops it then, and loses nothing by that.</summary>
    public override TimeSpan? IdleDuration => _time.GetElapsedTime(Volatile.Read(ref _lastUse));

    /// <summary>Removes the buckets that are full: a row that is missing means the same. To be run now and then where keys come and go.</summary>
    /// <returns>How many were removed.</returns>
    public static async ValueTask<int> PruneAsync(NpgsqlDataSource source, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand("delete from dp_rate_limit where due <= clock_timestamp()");
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>None: what is left in the bucket is known to the database alone.</summary>
    public override RateLimiterStatistics? GetStatistics() => null;

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount) =>
        new PostgresRateLimitLease(false, reason: "The database is only asked by AcquireAsync.");

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        if (permitCount > _options.TokenLimit)
        {
            throw new ArgumentOutOfRangeException(nameof(permitCount), permitCount, $"The bucket of '{_key}' holds {_options.TokenLimit} at most.");
        }

        Volatile.Write(ref _lastUse, _time.GetTimestamp());
        if (Volatile.Read(ref _awaySince) is not 0 and var since && _time.GetElapsedTime(since) < _options.AskAgainAfter)
        {
            return WithoutDatabase();
        }

        using var limit = new TimeLimit(_options.CallTimeout, _time, cancellationToken);
        try
        {
            var lease = await AskAsync(permitCount, limit.Token).ConfigureAwait(false);
            RateLimiterTelemetry.Answered(lease.IsAcquired);
            Volatile.Write(ref _awaySince, 0);
            return lease;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            if (Interlocked.Exchange(ref _awaySince, _time.GetTimestamp()) == 0)
            {
                RateLimiterTelemetry.Away(_logger, e, _key, _options.WhenAway);
            }

            return WithoutDatabase();
        }
    }

    private PostgresRateLimitLease WithoutDatabase()
    {
        RateLimiterTelemetry.AnsweredWithoutDatabase();
        return _options.WhenAway == DatabaseAway.Allow
            ? PostgresRateLimitLease.Permitted
            : new(false, _options.AskAgainAfter, "The database of the limiter is away.");
    }

    private async Task<PostgresRateLimitLease> AskAsync(int permitCount, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Acquire);
        command.Parameters.AddWithValue("key", _key);
        command.Parameters.AddWithValue("cost", _options.TimePerToken * permitCount);
        command.Parameters.AddWithValue("least", _options.TimePerToken * Math.Max(1, permitCount)); // none asks whether there is one
        command.Parameters.AddWithValue("full", _options.TimePerToken * _options.TokenLimit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return reader.GetBoolean(0) ? PostgresRateLimitLease.Permitted : new(false, reader.IsDBNull(1) ? null : reader.GetTimeSpan(1));
    }
}
