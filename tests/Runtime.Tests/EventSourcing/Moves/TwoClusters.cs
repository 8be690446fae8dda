using DistPatterns.Runtime.Tests.Databases;

namespace DistPatterns.Runtime.Tests.EventSourcing.Moves;

/// <summary>Two clusters, for all tests of moves: one that has counted many transactions, and one that has counted few. Tests take a database of their own.</summary>
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
