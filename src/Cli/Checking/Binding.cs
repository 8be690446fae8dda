using DistPatterns.Effects;
using DistPatterns.Hosts;

namespace DistPatterns.Cli.Checking;

/// <summary>How many calls of modelled libraries the rules could see: what does not bind is not judged, or by its names alone.</summary>
/// <param name="Bound">Calls that bind to a member that a model speaks of.</param>
/// <param name="ByName">Calls that do not bind, but whose type and member are named as a model has them.</param>
/// <param name="Unknown">Calls that do not bind and whose names a model or a convention might know.</param>
internal sealed record Binding(int Bound, int ByName, int Unknown)
{
    public static Binding Of(IEnumerable<CompilationFacts> projects)
    {
        var sites = projects.SelectMany(p => p.Facts).SelectMany(f => f.Sites).ToLookup(Kind);
        return new(sites["bound"].Count(), sites["by name"].Count(), sites["unknown"].Count());
    }

    private static string Kind(Site site) => (site.Member, site.Row) switch
    {
        (not null, not null) => "bound",
        (null, not null) => "by name",
        (null, null) => "unknown",
        _ => "own",
    };
}
