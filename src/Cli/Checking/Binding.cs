using System.Collections.Immutable;
using DistPatterns.Hosts;

namespace DistPatterns.Cli.Checking;

/// <summary>How many calls of modelled libraries the rules could see, in code that a person wrote: what does not bind is not judged, or by its names
/// alone.</summary>
/// <param name="Bound">Calls that bind to a member that a model speaks of.</param>
/// <param name="ByName">Calls that do not bind, but whose type and member are named as a model has them.</param>
/// <param name="Unjudged">Calls that do not bind and whose names a model or a convention might know, by place.</param>
internal sealed record Binding(int Bound, int ByName, ImmutableArray<UnjudgedCall> Unjudged)
{
    public static Binding Nothing { get; } = new(0, 0, []);

    public static Binding Of(IEnumerable<CompilationFacts> projects)
    {
        var (bound, byName, unjudged) = (0, 0, new HashSet<UnjudgedCall>());
        foreach (var project in projects)
        {
            var libraries = new PresumedLibraries(project);
            foreach (var site in project.Facts.Where(f => !f.Place.File.EndsWith(".g.cs", StringComparison.Ordinal)).SelectMany(f => f.Sites))
                switch (site.Member is not null, site.Row is not null)
                {
                    case (true, true):
                        bound++;
                        break;
                    case (false, true):
                        byName++;
                        break;
                    case (false, false):
                        unjudged.Add(UnjudgedCall.At(site, libraries.Of(site)));
                        break;
                }
        }

        return new(bound, byName, [.. unjudged.OrderBy(c => c.File, StringComparer.Ordinal).ThenBy(c => c.Line).ThenBy(c => c.Column)]);
    }

    /// <summary>The finding, with the libraries that the calls it rests on are presumably to.</summary>
    public Finding NameLibraries(Finding finding) => finding.Unbound.IsEmpty ? finding : finding with
    {
        Unbound = [.. finding.Unbound.Select(p => p.Role.Length > 0 ? p : p with
        {
            Role = Unjudged.FirstOrDefault(c => (c.File, c.Line, c.Column) == (p.File, p.Line, p.Column))?.Library ?? "",
        })],
    };

    /// <summary>How many calls could not be judged, by library, the most first.</summary>
    public IEnumerable<(string Library, int Calls)> ByLibrary =>
        Unjudged.GroupBy(c => c.Library).Select(g => (Library: g.Key, Calls: g.Count())).OrderByDescending(l => l.Calls)
            .ThenBy(l => l.Library, StringComparer.Ordinal);
}
