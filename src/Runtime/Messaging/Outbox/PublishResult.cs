namespace DistPatterns.Outbox;

/// <summary>What became of one message of a batch.</summary>
public readonly record struct PublishResult
{
    private PublishResult(bool confirmed, Exception? error)
    {
        IsConfirmed = confirmed;
        Error = error;
    }

    /// <summary>The broker has it: it may leave the outbox.</summary>
    public static PublishResult Confirmed { get; } = new(confirmed: true, error: null);

    /// <summary>It was not sent, since an earlier message of its key was not, or it may have arrived and nothing says so. No attempt is counted.</summary>
    public static PublishResult NotTried { get; }

    /// <summary>Whether the broker has it.</summary>
    public bool IsConfirmed { get; }

    /// <summary>Why the broker does not have it, or may not have it.</summary>
    public Exception? Error { get; }

    /// <summary>It was refused, returned, or never confirmed.</summary>
    public static PublishResult Failed(Exception error) => new(confirmed: false, error);
}
