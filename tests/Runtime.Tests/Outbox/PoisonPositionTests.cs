using DistPatterns.Messaging;
using DistPatterns.Outbox;
using DistPatterns.Runtime.Tests.Coordination;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DistPatterns.Runtime.Tests.Outbox;

/// <summary>A message that can never be sent, at each place of a batch.</summary>
public sealed class PoisonPositionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static MatrixTheoryData<PoisonPolicy, int> Places => new(Enum.GetValues<PoisonPolicy>(), Enumerable.Range(0, 6));

    [Theory(Timeout = 60_000), MemberData(nameof(Places))]
    public async Task It_is_parked_and_the_others_arrive_as_the_policy_says(PoisonPolicy policy, int place)
    {
        await using var database = await OutboxDatabase.CreateAsync(Engine.Postgres, o => o.Poison = policy);
        var transport = new ScriptedTransport();
        transport.Refuse = e => Messages.Text(e) == $"{place}" ? new MessageTooLargeException(e, "broker", 1) : null;
        await database.CommitAsync([.. Enumerable.Range(0, 6).Select(i => Messages.Of($"{i}", $"key-{i % 2}"))]);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDistPatterns(p =>
        {
            database.Use(p);
            p.AddOutbox(o => (o.Poison, o.PollInterval) = (policy, TimeSpan.FromMilliseconds(20))).Services.AddSingleton<IOutboxTransport>(transport);
        });
        using var host = builder.Build();
        await host.StartAsync(Cancel);

        string[] later = [.. Enumerable.Range(place + 1, 5 - place).Where(i => i % 2 == place % 2).Select(i => $"{i}")];
        string[] others = [.. Enumerable.Range(0, 6).Select(i => $"{i}").Except([$"{place}"]).Except(policy == PoisonPolicy.ParkMessage ? [] : later)];
        await transport.UntilAsync(() => transport.Arrived.Count == others.Length);
        await database.UntilAsync("dp_outbox", count => count == 0);

        Assert.Equal(others, transport.Arrived.Select(Messages.Text).Order());
        Assert.Equal(policy == PoisonPolicy.ParkKey ? [$"{place}", .. later] : [$"{place}"], (await database.Parked.ListAsync(cancellationToken: Cancel)).Select(p => Messages.Text(p.Message.Envelope)));
        transport.Refuse = _ => null;
        await database.Parked.ReplayAsync(null, Cancel);
        await transport.UntilAsync(() => transport.Arrived.Count == 6);
        Assert.Equal(policy == PoisonPolicy.ParkMessage ? [$"{place}"] : [$"{place}", .. later], transport.Arrived.Select(Messages.Text).Except(others));
        await host.StopAsync(Cancel);
    }
}
