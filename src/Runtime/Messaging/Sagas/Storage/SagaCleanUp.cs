using DistPatterns.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DistPatterns.Sagas;

/// <summary>Deletes finished sagas as long as the host runs, if they are not to be kept.</summary>
internal sealed class SagaCleanUp(
    IOptions<SagaOptions> options, TimeProvider time, ILogger<SagaCleanUp> logger, ISagaCleaner? cleaner = null)
    : CleanUp("table of sagas", time, logger)
{
    protected override TimeSpan Interval => options.Value.CleanUpInterval;

    protected override ValueTask CleanAsync(CancellationToken cancellationToken) =>
        cleaner is not null && options.Value.Retention is { } retention ? cleaner.CleanAsync(retention, cancellationToken) : ValueTask.CompletedTask;
}
