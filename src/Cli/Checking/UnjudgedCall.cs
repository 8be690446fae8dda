using DistPatterns.Effects;

namespace DistPatterns.Cli.Checking;

/// <summary>A call that may be to a modelled library, but does not bind: rules cannot tell what it does.</summary>
/// <param name="Library">What it is presumably to.</param>
/// <param name="Name">The member's name.</param>
/// <param name="File">Full path.</param>
/// <param name="Line">From 1, as is the column.</param>
internal sealed record UnjudgedCall(string Library, string Name, string File, int Line, int Column)
{
    public static UnjudgedCall At(Site site, string library)
    {
        var at = site.Place.GetLocation().GetLineSpan();
        return new(library, site.Name, at.Path, at.StartLinePosition.Line + 1, at.StartLinePosition.Character + 1);
    }
}
