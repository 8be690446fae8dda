// Written from the source of WolverineFx.EntityFrameworkCore 6.29, beside the real WolverineFx 6.62.
using Microsoft.EntityFrameworkCore;

namespace Wolverine.EntityFrameworkCore;

public class EFCoreTransactionConfiguration;

public interface IDbContextOutbox : IMessageBus
{
    void Enroll(DbContext dbContext);

    Task SaveChangesAndFlushMessagesAsync(CancellationToken token = default);

    Task FlushOutgoingMessagesAsync();
}

public interface IDbContextOutbox<T> : IMessageBus where T : DbContext
{
    T DbContext { get; }

    Task SaveChangesAndFlushMessagesAsync(CancellationToken token = default);

    Task FlushOutgoingMessagesAsync();
}

public static class WolverineEntityCoreExtensions
{
    public static EFCoreTransactionConfiguration UseEntityFrameworkCoreTransactions(this WolverineOptions options) => throw null!;
}
