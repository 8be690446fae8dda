using DistPatterns.Messaging;
using DistPatterns.Resilience;

namespace DistPatterns.Outbox;

/// <summary>What of a batch is sent, and what becomes of each message of it.</summary>
internal sealed class Delivery
{
    private readonly List<QueuedMessage> _sent = [];

    /// <summary>
    /// Sends first tries, and others as the budget allows. An unsent message holds up the later ones of its key, unless it waits for its destination.
    /// </summary>
    public Delivery(IReadOnlyList<QueuedMessage> batch, Func<QueuedMessage, string?> waitsFor, RetryBudget budget, JitteredBackoff redelivery)
    {
        HashSet<string> waiting = new(StringComparer.Ordinal);
        foreach (var message in batch)
        {
            if (message.IsHeld)
            {
                Held.Add(message.Sequence);
                continue;
            }

            if (waitsFor(message) is { } away)
            {
                Wait(away, message);
                continue;
            }

            if (message.Envelope.Key is { } key && waiting.Contains(key))
            {
                continue;
            }

            if (message.Attempts == 0)
            {
                budget.Deposit();
            }
            else if (!budget.TryWithdraw())
            {
                Again.Add(new(message.Sequence, message.Attempts, redelivery.After(message.Attempts)));
                if (message.Envelope.Key is { } held)
                {
                    waiting.Add(held);
                }

                continue;
            }

            _sent.Add(message);
        }
    }

    /// <summary>What is sent, in order.</summary>
    public IReadOnlyList<QueuedMessage> Sent => _sent;

    /// <summary>The broker has them.</summary>
    public List<long> Confirmed { get; } = [];

    /// <summary>A parked message holds their key.</summary>
    public List<long> Held { get; } = [];

    /// <summary>They wait for destinations that are away.</summary>
    public Dictionary<string, List<long>> Waiting { get; } = new(StringComparer.Ordinal);

    /// <summary>The destinations that have refused a message of this batch, and why.</summary>
    public Dictionary<string, DestinationAwayException> Refusals { get; } = new(StringComparer.Ordinal);

    /// <summary>What the broker has.</summary>
    public List<Envelope> ConfirmedEnvelopes { get; } = [];

    /// <summary>They are tried again.</summary>
    public List<Redelivery> Again { get; } = [];

    /// <summary>How many of what was sent have failed for what they are.</summary>
    public int Failures { get; private set; }

    /// <summary>They are not.</summary>
    public List<Poison> Poison { get; } = [];

    /// <summary>Sorts them by what became of them.</summary>
    public void Sort(PublishResult[] results, OutboxOptions options, JitteredBackoff redelivery)
    {
        if (results.Length != _sent.Count)
        {
            throw new InvalidOperationException(
                $"The transport was given {_sent.Count} messages and answered for {results.Length}: what it sent is not known.");
        }

        foreach (var (message, result) in _sent.Zip(results))
        {
            if (result.IsConfirmed)
            {
                Confirmed.Add(message.Sequence);
                ConfirmedEnvelopes.Add(message.Envelope);
            }
            else if (result.Error is DestinationAwayException away)
            {
                Wait(AwayDestinations.NameOf(away), message);
                Refusals.TryAdd(AwayDestinations.NameOf(away), away);
            }
            else if (result.Error is ConsumerStoreAwayException)
            {
                Again.Add(new(message.Sequence, message.Attempts, redelivery.After(Math.Max(1, message.Attempts))));
            }
            else if (result.Error is { } error)
            {
                Failed(message, error, options, redelivery);
            }
        }
    }

    private void Wait(string away, QueuedMessage message)
    {
        if (!Waiting.TryGetValue(away, out var sequences))
        {
            Waiting.Add(away, sequences = []);
        }

        sequences.Add(message.Sequence);
    }

    private void Failed(QueuedMessage message, Exception error, OutboxOptions options, JitteredBackoff redelivery)
    {
        Failures++;
        var attempts = message.Attempts + 1;
        if (error is PoisonMessageException || attempts >= options.MaxAttempts)
        {
            Poison.Add(new(message.Sequence, attempts, error.Message, options.Poison != PoisonPolicy.ParkMessage && message.Envelope.Key is not null));
        }
        else
        {
            Again.Add(new(message.Sequence, attempts, redelivery.After(attempts)));
        }
    }
}
