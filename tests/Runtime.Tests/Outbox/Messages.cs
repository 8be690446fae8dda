using System.Text;
using DistPatterns.Messaging;

namespace DistPatterns.Runtime.Tests.Outbox;

internal sealed record OrderPlaced(string Order, int Amount);

/// <summary>Messages whose body is a text.</summary>
internal static class Messages
{
    public static Envelope Of(string text, string? key = null, string destination = "orders") =>
        new(Guid.CreateVersion7(), "text", destination, Encoding.UTF8.GetBytes(text)) { Key = key };

    public static string Text(Envelope envelope) => Encoding.UTF8.GetString(envelope.Body.Span);
}
