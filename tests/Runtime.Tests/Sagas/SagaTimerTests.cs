using DistPatterns.Runtime.Tests.Coordination;
using DistPatterns.Runtime.Tests.Databases;
using DistPatterns.Runtime.Tests.Outbox;
using DistPatterns.Sagas;

namespace DistPatterns.Runtime.Tests.Sagas;

public sealed class SagaTimerTests
{
    [Theory]
    [InlineData(Engine.Postgres, 8)]
    [InlineData(Engine.Postgres, -8)]
    [InlineData(Engine.Sqlite, 8)]
    [InlineData(Engine.Sqlite, -8)]
    public async Task A_timer_waits_as_long_as_it_is_set_for_whatever_its_process_takes_for_the_time(Engine engine, int daysAhead)
    {
        await using var database = await OutboxDatabase.CreateAsync(engine);
        var timer = new SagaTimer("order-1", Version: 1, IsTimeout: true);

        await database.CommitAsync(timer.Enclose("saga.order", DateTimeOffset.UtcNow.AddDays(daysAhead), delay: TimeSpan.FromHours(1)));

        Assert.Empty(await database.ReadAsync());
        var minutes = engine == Engine.Postgres ? "extract(epoch from not_before - enqueued_at) / 60" : "(not_before - enqueued_at) / 60000.0";
        Assert.Equal(60, Convert.ToDouble(await database.Source.QueryAsync($"select {minutes} from dp_outbox")), 0.1);
    }
}
