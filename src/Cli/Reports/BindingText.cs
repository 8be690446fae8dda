using static DistPatterns.Cli.Reports.Counting;

namespace DistPatterns.Cli.Reports;

/// <summary>What could not be judged because it does not bind, for people: by library, and by place where that is asked for.</summary>
internal static class BindingText
{
    public static IEnumerable<string> Lines(CheckReport report, Func<string, string> pathOf)
    {
        var binding = report.Binding;
        if (binding.ByName + binding.Unjudged.Length == 0)
            yield break;
        yield return $"Of the calls that may be to modelled libraries, {Number(binding.Bound)} bound, {Number(binding.ByName)} were read by their names, "
            + $"and {Number(binding.Unjudged.Length)} could not be judged{(binding.Unjudged.IsEmpty ? "." : ":")}";
        foreach (var (library, calls) in binding.ByLibrary)
        {
            yield return $"  {Sentence(library, calls)}";
            if (report.Verbose)
                foreach (var call in binding.Unjudged.Where(c => c.Library == library))
                    yield return $"    {pathOf(call.File)}:{call.Line}:{call.Column} {call.Name}";
        }

        if (!binding.Unjudged.IsEmpty && !report.Verbose)
            yield return "  --verbose tells the places.";
    }

    public static string Sentence(string library, int calls) => $"{Count(calls, "call")} to {library}";
}
