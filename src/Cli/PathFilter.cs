using System.Collections.Immutable;
using Microsoft.Extensions.FileSystemGlobbing;

namespace DistPatterns.Cli;

/// <summary>The globs of --exclude. A glob without a slash means that name anywhere.</summary>
internal sealed class PathFilter
{
    private readonly Matcher? _matcher;

    public PathFilter(ImmutableArray<string> globs)
    {
        if (globs.IsEmpty)
            return;
        _matcher = new(StringComparison.Ordinal);
        foreach (var glob in globs.Select(g => g.Replace('\\', '/')))
        {
            var pattern = glob.Contains('/') ? glob : "**/" + glob;
            _matcher.AddInclude(pattern).AddInclude(pattern.TrimEnd('/') + "/**"); // a folder's name takes what is in it
        }
    }

    public bool Matches(string root, string path) => _matcher?.Match(root, path).HasMatches ?? false;
}
