namespace DistPatterns.Cli.Loading;

/// <summary>Turns project files into compilations.</summary>
internal interface IProjectLoader
{
    Task<LoadedSolution> Load(CheckTarget target, IProgress<Step> progress, CancellationToken cancel);
}
