using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DistPatterns.Outbox;

/// <summary>Gives each context of its options an outbox.</summary>
internal sealed class OutboxOptionsExtension : IDbContextOptionsExtension
{
    public DbContextOptionsExtensionInfo Info => field ??= new ExtensionInfo(this);

    public void ApplyServices(IServiceCollection services)
    {
        services.AddScoped(s => new OutboxSession(s.GetRequiredService<ICurrentDbContext>(), s.GetRequiredService<ILoggerFactory>()));
        services.AddScoped<IResettableService>(s => s.GetRequiredService<OutboxSession>());
        services.AddSingleton<IInterceptor, OutboxInterceptor>();
        services.AddScoped<IConventionSetPlugin, OutboxModel>();
        services.AddScoped<IDatabase, OutboxDatabase>(); // before or after the provider's, which yields to one that is there
    }

    public void Validate(IDbContextOptions options)
    {
        if (!options.Extensions.OfType<RelationalOptionsExtension>().Any())
        {
            throw new InvalidOperationException(
                $"{nameof(OutboxDbContextExtensions.UseOutbox)}() needs a relational database, whose transaction takes the messages with the changes. "
                    + "In tests, an in-memory database of SQLite is one.");
        }
    }

    private sealed class ExtensionInfo(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "using an outbox ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["DistPatterns:Outbox"] = "1";
    }
}
