using DistPatterns.Messaging;
using DistPatterns.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DistPatterns.Runtime.Tests.RabbitMQ;

[Collection("RabbitMQ")]
public sealed class RabbitMqServicesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://localhost", 256, 1, "Broker must be an absolute address that begins with amqp:// or amqps://")]
    [InlineData("amqp://localhost", 0, 1, "ConfirmWindow is 0: it must be between 1 and 10000")]
    [InlineData("amqp://localhost", 256, 0, "Consumers: Concurrency is 0: it must be between 1 and 1000")]
    public async Task A_host_does_not_start_with_options_out_of_range(string broker, int window, int concurrency, string complaint)
    {
        using var host = Build(o =>
        {
            o.Broker = new(broker);
            o.ConfirmWindow = window;
            o.Consumers.Concurrency = concurrency;
        });

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancel));
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_host_starts_while_the_broker_is_away_and_its_health_says_so()
    {
        using var host = Build(o => o.Broker = new("amqp://127.0.0.1:1"), new RecordingReceiver("shipping", ["orders"]));
        await host.StartAsync(Cancel);

        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancel);

        Assert.Equal(HealthStatus.Degraded, health.Entries["rabbitmq"].Status);
        Assert.Contains("'shipping' gets no messages", health.Entries["rabbitmq"].Description, StringComparison.Ordinal);
        await host.StopAsync(Cancel);
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_receiver_of_a_host_has_a_queue_of_its_own()
    {
        await using var bench = await RabbitMqBench.CreateAsync();
        RecordingReceiver[] receivers = [new($"{bench.Name}.shipping", [bench.Destination()]), new($"{bench.Name}.billing", [bench.Destination()])];
        using var host = Build(o => o.Broker = bench.Broker, receivers);
        await host.StartAsync(Cancel);
        var consumers = host.Services.GetRequiredService<RabbitMqConsumers>();
        await Task.WhenAll(consumers.All.Select(c => c.Began)).WaitAsync(Cancel);
        var message = bench.Message();

        Assert.True((await host.Services.GetRequiredService<IOutboxTransport>().PublishAsync(new[] { message }, Cancel))[0].IsConfirmed);

        foreach (var receiver in receivers)
        {
            Assert.Equal(message.Id, (await receiver.NextAsync())[0].Id);
            bench.Drop(receiver.Consumer);
            bench.Drop(RabbitMqTopology.DeadLettersOf(receiver.Consumer));
        }

        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancel);
        Assert.Equal(HealthStatus.Healthy, health.Entries["rabbitmq"].Status);
        await host.StopAsync(Cancel);
    }

    private static IHost Build(Action<RabbitMqOptions> configure, params IMessageReceiver[] receivers)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDistPatterns(d => d.UseRabbitMq(configure));
        foreach (var receiver in receivers)
        {
            builder.Services.AddSingleton(receiver);
        }

        return builder.Build();
    }
}
