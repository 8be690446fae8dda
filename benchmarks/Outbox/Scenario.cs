namespace DistPatterns.Benchmarks.Outbox;

/// <summary>Contenders that do the same work. The first is the reference.</summary>
/// <param name="title">What they do.</param>
/// <param name="columns">What is measured; targets are about the first.</param>
internal abstract class Scenario(string title, params string[] columns)
{
    public string Title { get; } = title;

    public IReadOnlyList<string> Columns { get; } = columns;

    /// <summary>The contenders, each with what its ratio to the reference must be, if anything.</summary>
    public abstract IReadOnlyList<(IContender Contender, Target? Target)> Contenders { get; }
}
