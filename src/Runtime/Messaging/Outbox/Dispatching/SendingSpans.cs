using System.Diagnostics;
using DistPatterns.Messaging;

namespace DistPatterns.Outbox;

/// <summary>The spans of a batch that is being sent, where somebody listens; the messages carry them on.</summary>
internal sealed class SendingSpans : IDisposable
{
    private readonly Activity?[] _spans;

    public SendingSpans(ActivitySource source, IReadOnlyList<QueuedMessage> batch)
    {
        _spans = source.HasListeners() ? [.. batch.Select(m => Start(source, m))] : [];
        Envelopes = batch.Select((m, i) => _spans.ElementAtOrDefault(i)?.Id is { } id ? m.Envelope with { TraceParent = id } : m.Envelope).ToArray();
    }

    public ReadOnlyMemory<Envelope> Envelopes { get; }

    public void Failed(Exception error)
    {
        foreach (var span in _spans)
        {
            span?.SetStatus(ActivityStatusCode.Error, error.Message);
        }
    }

    public void Dispose()
    {
        foreach (var span in _spans)
        {
            span?.Dispose();
        }
    }

    // The names are those of OpenTelemetry's conventions for messaging.
    private static Activity? Start(ActivitySource source, QueuedMessage message)
    {
        var envelope = message.Envelope;
        ActivityContext.TryParse(envelope.TraceParent, null, isRemote: true, out var parent);
        var outer = Activity.Current;
        var span = source.StartActivity(ActivityKind.Producer, parent, name: $"send {envelope.Destination}", tags:
        [
            new("messaging.operation.type", "send"),
            new("messaging.destination.name", envelope.Destination),
            new("messaging.message.id", envelope.Id.ToString()),
            new("distpatterns.outbox.attempts", message.Attempts),
        ]);
        Activity.Current = outer; // the next one is no child of this one
        return span;
    }
}
