namespace DistPatterns.Resilience;

/// <summary>Holds an ambient <see cref="Deadline"/>; disposing brings back the one before.</summary>
public readonly struct DeadlineScope : IDisposable
{
    private readonly Deadline? _previous;

    internal DeadlineScope(Deadline? previous) => _previous = previous;

    /// <summary>Ends the scope. Dispose in the flow that pushed, innermost scope first.</summary>
    public void Dispose() => Deadline.Restore(_previous);
}
