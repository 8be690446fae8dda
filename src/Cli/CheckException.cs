namespace DistPatterns.Cli;

/// <summary>The check cannot be run as asked; the message names the thing and <paramref name="wayOut"/> says what to do about it.</summary>
internal sealed class CheckException(string problem, string wayOut) : Exception(problem)
{
    public string WayOut { get; } = wayOut;
}
