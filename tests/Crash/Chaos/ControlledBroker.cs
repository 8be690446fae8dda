using System.Globalization;

namespace DistPatterns.Crash.Chaos;

/// <summary>A virtual host of its own on the RabbitMQ of tests/servers.sh, which can be killed and started again.</summary>
internal sealed class ControlledBroker
{
    private readonly string _name;
    private readonly string _control = Environment.GetEnvironmentVariable("DISTPATTERNS_TEST_RABBITMQ_CTL") ?? throw new InvalidOperationException("Start the broker by tests/servers.sh: DISTPATTERNS_TEST_RABBITMQ_CTL says how it is controlled.");

    private ControlledBroker(Uri server, string name) => (_name, Address) = (name, new UriBuilder(server) { Path = name }.Uri);

    public Uri Address { get; }

    private string Folder => Path.GetDirectoryName(_control)!;

    private string PidFile => Path.Combine(Folder, "pid");

    public static async Task<ControlledBroker> CreateAsync(Uri server, string name)
    {
        var broker = new ControlledBroker(server, name);
        await broker.ControlAsync("add_vhost", name);
        await broker.ControlAsync("set_permissions", "-p", name, "guest", ".*", ".*", ".*");
        return broker;
    }

    /// <summary>Has a queue refuse what it has no room for.</summary>
    public Task LimitAsync(string queue) =>
        ControlAsync("set_policy", "-p", _name, "full", $"^{queue}$", """{"max-length":10,"overflow":"reject-publish"}""", "--apply-to", "queues");

    /// <summary>Closes all connections.</summary>
    public Task CutAsync() => ControlAsync("close_all_connections", "--vhost", _name, "chaos");

    public Task DropAsync() => ControlAsync("delete_vhost", _name);

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
