using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;

namespace DistPatterns.Caching;

/// <summary>How invalidations travel over PostgreSQL.</summary>
public sealed class PostgresInvalidationBusOptions
{
    /// <summary>The channel of NOTIFY, the same on all nodes: letters, digits and underscores. <c>dp_cache</c>.</summary>
    [Required, RegularExpression("^[a-z_][a-z0-9_]{0,62}$")]
    public string Channel { get; set; } = "dp_cache";

    /// <summary>After this long without a notification the connection is tested. 30 seconds.</summary>
    [Within(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before a lost connection is opened again. 1 second.</summary>
    [Within(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromSeconds(1);
}
