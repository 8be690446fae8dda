using DistPatterns.Outbox;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Microsoft.EntityFrameworkCore;

/// <summary>The outbox of a context.</summary>
public static class OutboxDbContextExtensions
{
    /// <summary>
    /// Gives the contexts of these options an outbox, <see cref="Outbox"/>. <see cref="IOutbox"/> and the messages come from the services of the
    /// application, which <c>AddDbContext</c> passes on; a context that is made without it is given them by <c>UseApplicationServiceProvider</c>.
    /// </summary>
    public static DbContextOptionsBuilder UseOutbox(this DbContextOptionsBuilder options)
    {
        var outbox = options.Options.FindExtension<OutboxOptionsExtension>() ?? new OutboxOptionsExtension();
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(outbox);
        return options;
    }

    /// <inheritdoc cref="UseOutbox(DbContextOptionsBuilder)"/>
    public static DbContextOptionsBuilder<TContext> UseOutbox<TContext>(this DbContextOptionsBuilder<TContext> options) where TContext : DbContext
    {
        UseOutbox((DbContextOptionsBuilder)options);
        return options;
    }

    /// <summary>The outbox of this context.</summary>
    /// <exception cref="InvalidOperationException">Its options do not use one.</exception>
    public static DbContextOutbox Outbox(this DbContext context) =>
        OutboxSession.Of(context) is { } session
            ? new DbContextOutbox(session)
            : throw new InvalidOperationException($"{context.GetType().Name} has no outbox: configure its options with {nameof(UseOutbox)}().");
}
