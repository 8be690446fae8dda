using DistPatterns.Hosts;

namespace DistPatterns.Cli.Checking;

/// <summary>How many calls of modelled libraries the rules could see, in code that a person wrote: what does not bind is not judged, or by its names alone.</summary>
/// <param name="Bound">Calls that bind to a member that a model speaks of.</param>
/// <param name="ByName">Calls that do not bind, but whose type and member are named as a model has them.</param>
/// <param name="Unknown">Calls that do not bind and whose names a model or a convention might know.</param>
internal sealed record Binding(int Bound, int ByName, int Unknown)
{
    public static Binding Of(IEnumerable<CompilationFacts> projects)
    {
        var count = projects.SelectMany(p => p.Facts).Where(f => !f.Place.File.EndsWith(".g.cs", StringComparison.Ordinal)).SelectMany(f => f.Sites)
            .CountBy(s => (Binds: s.Member is not null, IsModelled: s.Row is not null)).ToDictionary();
        return new(count.GetValueOrDefault((true, true)), count.GetValueOrDefault((false, true)), count.GetValueOrDefault((false, false)));
    }
}
