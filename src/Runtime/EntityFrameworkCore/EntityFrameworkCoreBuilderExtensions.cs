using DistPatterns;
using DistPatterns.Messaging;
using DistPatterns.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Entity Framework Core for the patterns of transactions.</summary>
public static class EntityFrameworkCoreBuilderExtensions
{
    /// <summary>
    /// Gives <typeparamref name="TContext"/> an outbox (<c>db.Outbox().Enqueue(…)</c>), and runs consumers in its transactions: a handler that takes the
    /// context commits together with the mark that its message was handled. The context itself is added with <c>AddDbContext</c>, before or after.
    /// </summary>
    /// <remarks>
    /// A program has one context whose transactions consumers run in, the last one said; others get an outbox by <c>UseOutbox</c> in their options.
    /// </remarks>
    public static DistPatternsBuilder UseEntityFrameworkCore<TContext>(this DistPatternsBuilder builder) where TContext : DbContext
    {
        builder.Services.ConfigureDbContext<TContext>(options => options.UseOutbox());
        builder.Services.Replace(ServiceDescriptor.Singleton<ITransactionRunner, DbContextTransactionRunner<TContext>>());
        return builder;
    }
}
