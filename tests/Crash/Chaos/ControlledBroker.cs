using System.Globalization;

namespace DistPatterns.Crash.Chaos;

/// <summary>The RabbitMQ of tests/servers.sh, which can be killed and started again.</summary>
internal sealed class ControlledBroker(Uri address)
{
    private readonly string _control = Environment.GetEnvironmentVariable("DISTPATTERNS_TEST_RABBITMQ_CTL") ?? throw new InvalidOperationException("Start the broker by tests/servers.sh: DISTPATTERNS_TEST_RABBITMQ_CTL says how it is controlled.");

    public Uri Address { get; } = address;

    private string Folder => Path.GetDirectoryName(_control)!;

    private string PidFile => Path.Combine(Folder, "pid");

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
