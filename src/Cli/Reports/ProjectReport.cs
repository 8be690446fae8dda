using System.Collections.Immutable;

namespace DistPatterns.Cli.Reports;

/// <summary>How far a project was checked.</summary>
internal enum ProjectState
{
    /// <summary>By every rule.</summary>
    Checked,

    /// <summary>A rule broke down in it, and what it would have found is missing.</summary>
    Partly,

    /// <summary>It could not be loaded, does not compile, or was not reached.</summary>
    Failed,

    /// <summary>It is none of the check's business: in another language, or not named by the solution.</summary>
    LeftOut,
}

/// <summary>What became of one project.</summary>
/// <param name="Path">Full path of the project file.</param>
/// <param name="Problems">Why it was not checked, or not wholly, or what its findings rest on.</param>
internal sealed record ProjectReport(string Name, string Path, ProjectState State, ImmutableArray<string> Problems)
{
    public bool IsChecked => State is ProjectState.Checked or ProjectState.Partly;

    /// <summary>Whether it should have been checked, and was not, or not wholly.</summary>
    public bool IsGap => State is ProjectState.Failed or ProjectState.Partly;
}
