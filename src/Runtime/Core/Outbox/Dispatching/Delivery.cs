using DistPatterns.Messaging;
using DistPatterns.Resilience;

namespace DistPatterns.Outbox;

/// <summary>What of a batch is sent, and what becomes of each message of it.</summary>
internal sealed class Delivery
{
    private readonly List<QueuedMessage> _sent = [];

    /// <summary>Sends first tries, and others as the budget allows. A message that is not sent holds up the later ones of its key.</summary>
    public Delivery(IReadOnlyList<QueuedMessage> batch, RetryBudget budget, BackOff redelivery)
    {
        HashSet<string> waiting = new(StringComparer.Ordinal);
        foreach (var message in batch)
        {
            if (message.IsHeld)
            {
                Held.Add(message.Sequence);
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

    /// <summary>They are tried again.</summary>
    public List<Redelivery> Again { get; } = [];

    /// <summary>They are not.</summary>
    public List<Poison> Poison { get; } = [];

    /// <summary>Sorts them by what became of them.</summary>
    public void Sort(PublishResult[] results, OutboxOptions options, BackOff redelivery)
    {
        if (results.Length != _sent.Count)
        {
            throw new InvalidOperationException($"The transport was given {_sent.Count} messages and answered for {results.Length}: what it sent is not known.");
        }

        foreach (var (message, result) in _sent.Zip(results))
        {
            if (result.IsConfirmed)
            {
                Confirmed.Add(message.Sequence);
            }
            else if (result.Error is { } error)
            {
                Failed(message, error, options, redelivery);
            }
        }
    }

    private void Failed(QueuedMessage message, Exception error, OutboxOptions options, BackOff redelivery)
    {
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
