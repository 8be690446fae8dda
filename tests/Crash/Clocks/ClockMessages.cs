namespace DistPatterns.Crash.Clocks;

/// <summary>A saga is to wait.</summary>
internal sealed record Begun(string Id);

/// <summary>What it waits for an answer to.</summary>
internal sealed record Asked(string Id);

/// <summary>The answer, which never comes: it is the timer that ends the wait.</summary>
internal sealed record Answered(string Id);

/// <summary>What a saga that waits knows.</summary>
internal sealed class Waiting
{
    public string Id { get; set; } = "";
}
