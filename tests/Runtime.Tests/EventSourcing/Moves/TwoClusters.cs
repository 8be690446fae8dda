using DistPatterns.Runtime.Tests.Databases;

namespace DistPatterns.Runtime.Tests.EventSourcing.Moves;

/// <summary>Two clusters for all tests of moves, which take databases of their own: one has counted many transactions, the other few.</summary>
public sealed class TwoClusters : IAsyncLifetime
{
    private const int Spent = 20_000;

    private PostgresCluster? _old;
    private PostgresCluster? _young;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await (_old?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_young?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>Started by the first test that asks, which skips where there are no programs.</summary>
    internal async Task<(PostgresCluster Old, PostgresCluster Young)> StartedAsync()
    {
        if (_young is null)
        {
            _old = await PostgresCluster.StartAsync();
            await _old.SpendTransactionsAsync(Spent);
            _young = await PostgresCluster.StartAsync();
        }

        return (_old!, _young);
    }
}

/// <summary>The classes that use them run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class Moves : ICollectionFixture<TwoClusters>
{
    public const string Name = "moves of events";
}
