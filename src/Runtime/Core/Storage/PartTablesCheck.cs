using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Storage;

/// <summary>Checks the tables of every part in use before anything of the host starts.</summary>
internal sealed class PartTablesCheck(IServiceProvider services, ILogger<SchemaCheck> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var tables in InUse(services))
        {
            await new SchemaCheck(tables.Schema, tables.Source, logger).StartingAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The tables of the parts that the program has said it uses.</summary>
    /// <exception cref="InvalidOperationException">A part is used and there is no database.</exception>
    internal static IReadOnlyList<PartTables> InUse(IServiceProvider services)
    {
        var tables = services.GetServices<PartTables>().ToLookup(t => t.Schema.Component, StringComparer.Ordinal);
        return [.. services.GetServices<NeededTables>().Select(n => n.Component).Distinct(StringComparer.Ordinal).Select(component => tables[component].FirstOrDefault()
            ?? throw new InvalidOperationException($"'{component}' needs a database: call UsePostgres or UseSqlite."))];
    }
}
