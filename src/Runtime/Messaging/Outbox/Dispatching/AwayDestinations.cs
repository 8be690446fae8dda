using System.Collections.Concurrent;
using DistPatterns.Messaging;
using DistPatterns.Resilience;

namespace DistPatterns.Outbox;

/// <summary>
/// The destinations that take no messages just now, as this process has found out. After a pause one bucket tries a single message; as long as it goes
/// well the next try is twice as large, so that a full queue is not flooded as soon as it has room for one.
/// </summary>
/// <param name="backoff">The pauses.</param>
/// <param name="most">How many messages a try has at most. When so many went well, the destination is not away any more.</param>
/// <param name="time">What they are counted by.</param>
internal sealed class AwayDestinations(JitteredBackoff backoff, int most, TimeProvider time)
{
    public const string BeforeType = " (", AfterType = ")";

    private readonly ConcurrentDictionary<string, Absence> _absences = new(StringComparer.Ordinal);

    public bool IsEmpty => _absences.IsEmpty;

    /// <summary>Which are away, for how long, and why.</summary>
    public IEnumerable<(string Name, TimeSpan Age, string Reason)> All =>
        _absences.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => (a.Key, time.GetElapsedTime(a.Value.Since), a.Value.Reason));

    /// <summary>What is called away when a transport says so.</summary>
    public static string NameOf(DestinationAwayException away) => away.Type is { } type ? NameOf(away.Destination, type) : away.Destination;

    /// <summary>By which names a message waits, if one of them is away.</summary>
    public static IEnumerable<string> NamesOf(Envelope envelope) => [envelope.Destination, NameOf(envelope.Destination, envelope.Type)];

    public bool IsAway(string name) => _absences.ContainsKey(name);

    /// <summary>How much longer to wait for the next try.</summary>
    public TimeSpan Left(string name) => _absences.TryGetValue(name, out var absence) ? absence.Left(time) : TimeSpan.Zero;

    /// <summary>How many messages may be tried now, by this caller and no other until it is known what became of them; zero where it is not the time.</summary>
    public int Admit(string name) => _absences.TryGetValue(name, out var absence) ? absence.Admit(backoff, time) : most;

    /// <returns>Whether that is news.</returns>
    public bool Refused(string name, string reason)
    {
        var absence = _absences.GetOrAdd(name, static (_, since) => new(since), time.GetTimestamp());
        return absence.Refused(reason, backoff, time);
    }

    /// <returns>For how long it was away, where it is so no more.</returns>
    public TimeSpan? Took(string name) =>
        _absences.TryGetValue(name, out var absence) && absence.Took(most, time) && _absences.TryRemove(new(name, absence))
            ? time.GetElapsedTime(absence.Since)
            : null;

    /// <summary>Forgets those that nothing waits for here: it may wait in another process.</summary>
    public void ForgetAllBut(IReadOnlySet<string> names)
    {
        foreach (var name in _absences.Keys.Where(n => !names.Contains(n)))
        {
            _absences.TryRemove(name, out _);
        }
    }

    private static string NameOf(string destination, string type) => $"{destination}{BeforeType}{type}{AfterType}";

    private sealed class Absence(long since)
    {
        private readonly Lock _lock = new();
        private int _failures;
        private int _room = 1;
        private bool _trying;
        private long _pausedAt = since;
        private TimeSpan _pause;

        public long Since { get; } = since;

        public string Reason { get; private set; } = "";

        public TimeSpan Left(TimeProvider time)
        {
            lock (_lock)
            {
                var left = _pause - time.GetElapsedTime(_pausedAt);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }

        public int Admit(JitteredBackoff backoff, TimeProvider time)
        {
            lock (_lock)
            {
                if (Left(time) > TimeSpan.Zero)
                {
                    return 0;
                }

                Pause(backoff, time); // a try of which nothing is heard is none
                _trying = true;
                return _room;
            }
        }

        public bool Refused(string reason, JitteredBackoff backoff, TimeProvider time)
        {
            lock (_lock)
            {
                var isFirst = _failures == 0 && Reason.Length == 0;
                if (isFirst || _trying)
                {
                    (_failures, _room, _trying, Reason) = (_failures + 1, 1, false, reason);
                    Pause(backoff, time);
                }

                return isFirst; // what was on its way beside it is no second failure
            }
        }

        public bool Took(int most, TimeProvider time)
        {
            lock (_lock)
            {
                if (!_trying)
                {
                    return false;
                }

                (_failures, _trying, _pause, _pausedAt) = (0, false, TimeSpan.Zero, time.GetTimestamp());
                var isBack = _room >= most;
                _room = Math.Min(2 * _room, most);
                return isBack;
            }
        }

        private void Pause(JitteredBackoff backoff, TimeProvider time) => (_pause, _pausedAt) = (backoff.After(Math.Max(1, _failures)), time.GetTimestamp());
    }
}
