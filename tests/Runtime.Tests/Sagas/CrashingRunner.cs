using System.Data.Common;
using DistPatterns.Messaging;

namespace DistPatterns.Runtime.Tests.Sagas;

/// <summary>Runs transactions that, while it is told so, end as a process does that is killed just before its commit.</summary>
internal sealed class CrashingRunner(ITransactionRunner inner, Func<bool> crashes) : ITransactionRunner
{
    public ValueTask<TResult> RunAsync<TResult>(IServiceProvider services, Func<DbTransaction, ICollection<Envelope>, CancellationToken, ValueTask<TResult>> work, CancellationToken cancellationToken) =>
        inner.RunAsync(
            services,
            async (transaction, outgoing, cancel) =>
            {
                var result = await work(transaction, outgoing, cancel);
                return crashes() ? throw new CrashException() : result;
            },
            cancellationToken);
}

internal sealed class CrashException() : Exception("Killed.");
