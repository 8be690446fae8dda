using DistPatterns.Messaging;
using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace DistPatterns.Runtime.Tests.Messaging;

/// <summary>How many messages a consumer asks a transport for.</summary>
public sealed class ConsumerLimitsTests
{
    [Fact]
    public async Task A_consumer_says_how_many_it_takes_together_and_at_once()
    {
        await using var database = await PatternDatabase.CreateAsync(Engine.Sqlite);
        using var host = database.Host(d => d
            .AddConsumer("plain", _ => { })
            .AddConsumer("limited", c => c.InBatches(16).AtOnce(3)));

        Assert.Equal(
            [("plain", 1, null), ("limited", 16, 3)],
            host.Services.GetServices<IMessageReceiver>().OfType<IBatchReceiver>().Select(r => (r.Consumer, r.MaxBatch, r.MaxConcurrency)));
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(1_001)]
    public void A_number_out_of_range_is_refused_as_the_program_is_put_together(int max)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Add(c => c.InBatches(max)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Add(c => c.AtOnce(max)));
    }

    [Theory, InlineData(1), InlineData(1_000)]
    public void The_limits_themselves_are_allowed(int max) => Add(c => c.InBatches(max).AtOnce(max));

    private static void Add(Action<ConsumerBuilder> consumer) => new ServiceCollection().AddDistPatterns(d => d.AddConsumer("inventory", consumer));
}
