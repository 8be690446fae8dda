using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;
using RabbitMQ.Client;

namespace DistPatterns.Messaging;

/// <summary>Which broker, and how messages go to it and come from it.</summary>
public sealed class RabbitMqOptions : IValidatableObject
{
    /// <summary>The broker, with user, password and virtual host; <c>amqps</c> for TLS. Default: a local one.</summary>
    [Required]
    public Uri Broker { get; set; } = new("amqp://guest:guest@localhost:5672");

    /// <summary>How this program is called in the broker's list of connections. Default: the name of the process's assembly.</summary>
    [Required]
    public string ClientName { get; set; } = AppDomain.CurrentDomain.FriendlyName;

    /// <summary>What else a connection needs: certificates, heartbeat, several hosts. Called before each connection is opened.</summary>
    public Action<ConnectionFactory>? ConfigureConnection { get; set; }

    /// <summary>
    /// Declare exchanges and queues, which is the default. If not, they must be there: what is missing is an error, and nothing
    /// is lost by it.
    /// </summary>
    public bool DeclareTopology { get; set; } = true;

    /// <summary>The kind of the consumers' queues. Default: quorum, which survive the loss of a broker's node.</summary>
    public RabbitMqQueueType QueueType { get; set; } = RabbitMqQueueType.Quorum;

    /// <summary>For how long opening a connection may take. Default 10 s; 100 ms to 5 minutes.</summary>
    [Within(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The longest wait between a consumer's attempts to connect; they begin at a fiftieth of it and double. Default 10 s; 50 ms to one hour.
    /// </summary>
    [Within(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan MaxReconnectDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages on their way that the broker has not confirmed yet, 1 to 10,000. Default 256: more was not faster when measured.</summary>
    [Within(1, 10_000)]
    public int ConfirmWindow { get; set; } = 256;

    /// <summary>How long the broker may owe confirms and give none; then the connection is given up. Default 30 s; 100 ms to one hour.</summary>
    [Within(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan ConfirmTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The largest body that the broker takes, in bytes (its <c>max_message_size</c>), 1 to 512 MiB. A larger one fails here and
    /// is not sent, for the broker closes the channel over it. Default 128 MiB, as in RabbitMQ 3.8 to 3.13; 4.0 takes 16 MiB.
    /// </summary>
    [Within(1, 512 * 1024 * 1024)]
    public int MaxMessageSize { get; set; } = 128 * 1024 * 1024;

    /// <summary>How messages come in.</summary>
    public RabbitMqConsumerOptions Consumers { get; } = new();

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Broker is not { IsAbsoluteUri: true, Scheme: "amqp" or "amqps" })
        {
            yield return new($"{nameof(Broker)} must be an absolute address that begins with amqp:// or amqps://.", [nameof(Broker)]);
        }

        var errors = new List<ValidationResult>();
        Validator.TryValidateObject(Consumers, new(Consumers), errors, validateAllProperties: true);
        foreach (var error in errors)
        {
            yield return new($"{nameof(Consumers)}: {error.ErrorMessage}", [nameof(Consumers)]);
        }
    }
}
