using System.Globalization;
using DistPatterns.Messaging;
using RabbitMQ.Client;

namespace DistPatterns.Crash.Chaos;

/// <summary>
/// Queues of its own on the RabbitMQ of tests/servers.sh, which can be killed and started again. A virtual host of its own would take
/// rabbitmqctl, which takes a minute to start on a busy machine.
/// </summary>
internal sealed class ControlledBroker(Uri address, string name)
{
    private readonly string _control = Environment.GetEnvironmentVariable("DISTPATTERNS_TEST_RABBITMQ_CTL") ?? throw new InvalidOperationException("Start the broker by tests/servers.sh: DISTPATTERNS_TEST_RABBITMQ_CTL says how it is controlled.");

    private readonly RabbitMqConnector _connector = new(new() { Broker = address });

    public Uri Address => address;

    private string Folder => Path.GetDirectoryName(_control)!;

    private string PidFile => Path.Combine(Folder, "pid");

    /// <summary>The name of a consumer and its queue.</summary>
    public string QueueOf(string consumer) => $"{consumer}-{name}";

    /// <summary>The name of the exchange of a consumer's messages.</summary>
    public string DestinationOf(string consumer) => $"to-{QueueOf(consumer)}";

    /// <summary>Has a queue refuse what it has no room for.</summary>
    public Task LimitAsync(string consumer) =>
        ControlAsync("set_policy", name, $"^{QueueOf(consumer)}$", """{"max-length":10,"overflow":"reject-publish"}""", "--apply-to", "queues");

    /// <summary>Closes all connections.</summary>
    public Task CutAsync() => ControlAsync("close_all_connections", "--global", "chaos");

    /// <summary>Deletes all that the consumers had there.</summary>
    public async Task DropAsync(params IReadOnlyList<string> consumers)
    {
        await using var connection = await _connector.OpenAsync("chaos", CancellationToken.None);
        await using var channel = await connection.CreateChannelAsync();
        foreach (var consumer in consumers)
        {
            var dead = RabbitMqTopology.DeadLettersOf(QueueOf(consumer));
            await channel.QueueDeleteAsync(QueueOf(consumer));
            await channel.QueueDeleteAsync(dead);
            await channel.ExchangeDeleteAsync(dead);
            await channel.ExchangeDeleteAsync(DestinationOf(consumer));
        }
    }

    /// <summary>Runs its rabbitmqctl.</summary>
    public Task ControlAsync(params string[] arguments) => Programs.RunAsync(_control, arguments);

    /// <summary>SIGKILL, and a start.</summary>
    public async Task KillAndStartAsync()
    {
        await Programs.KillAsync(int.Parse(await File.ReadAllTextAsync(PidFile), CultureInfo.InvariantCulture));
        File.Delete(PidFile);
        await Programs.RunAsync(Path.Combine(Folder, "server"));
        await ControlAsync("wait", "--timeout", "60", PidFile);
    }
}
