namespace DistPatterns.Cli.Loading.Build;

/// <summary>x</summary>
internal sealed class BuildLoader : IProjectLoader
{
    public Task<LoadedSolution> Load(CheckTarget target, IProgress<Step> progress, CancellationToken cancel) => throw new NotSupportedException();
}
