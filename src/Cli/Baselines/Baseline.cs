using System.Collections.Immutable;
using DistPatterns.Cli.Checking;
using DistPatterns.Cli.Reports;

namespace DistPatterns.Cli.Baselines;

/// <summary>Tells the findings that a team knows of from new ones, and entries without a finding from those that this run could not see.</summary>
/// <param name="file">Full path of its file.</param>
internal sealed class Baseline(string file, ImmutableArray<BaselineEntry> entries)
{
    /// <summary>By what an entry is recognised, the surest first: as it was, in a renamed file, in a member that moved, in one that was renamed.</summary>
    private static readonly ImmutableArray<Func<BaselineEntry, object>> Keys =
    [
        e => e,
        e => (e.Rule, e.Symbol, e.Text),
        e => (e.Rule, e.Member, e.Text),
        e => (e.Rule, e.Type, e.Text),
    ];

    private readonly string _folder = Path.GetDirectoryName(file)!;

    /// <param name="findings">All that the run found, whatever of it is shown.</param>
    /// <param name="sees">Whether the run would have found an entry of this rule and this full path.</param>
    public BaselineReport Compare(ImmutableArray<Finding> findings, Func<string, string, bool> sees)
    {
        var known = new HashSet<Finding>(ReferenceEqualityComparer.Instance);
        var left = new HashSet<BaselineEntry>(entries, ReferenceEqualityComparer.Instance); // of two equal findings, each has an entry
        foreach (var key in Keys)
        {
            var waiting = left.Where(e => key == Keys[0] || MayBeElsewhere(e)).GroupBy(key).ToDictionary(g => g.Key, g => new Queue<BaselineEntry>(g));
            foreach (var finding in findings.Where(f => !known.Contains(f)))
            {
                if (!waiting.TryGetValue(key(EntryOf(finding)), out var alike) || !alike.TryDequeue(out var entry))
                    continue;
                known.Add(finding);
                left.Remove(entry);
            }
        }

        var gone = entries.Where(left.Contains).ToLookup(e => !File.Exists(FullPath(e)) || sees(e.Rule, FullPath(e)));
        return new(file, [.. findings.Where(known.Contains)], [.. findings.Where(f => !known.Contains(f))], [.. gone[true]], [.. gone[false]], Added: null);
    }

    /// <summary>Writes the file: what is new goes in, what is fixed goes out, what was not seen stays.</summary>
    /// <exception cref="CheckException">The file cannot be written.</exception>
    public BaselineReport Update(BaselineReport compared)
    {
        BaselineFile.Write(file, compared.Known.Concat(compared.New).Select(EntryOf).Concat(compared.Unseen));
        return compared with { Known = [.. compared.Known, .. compared.New], New = [], Added = compared.New.Length };
    }

    private BaselineEntry EntryOf(Finding finding) =>
        new() { Rule = finding.Rule, File = ReportPath.From(_folder, finding.File), Symbol = finding.Identity.Symbol, Text = finding.Identity.Text };

    /// <summary>Many programs have the same line outside of every type: it has moved only where its file is gone.</summary>
    private bool MayBeElsewhere(BaselineEntry entry) => entry.Symbol.Length > 0 || !File.Exists(FullPath(entry));

    private string FullPath(BaselineEntry entry) => Path.GetFullPath(Path.Combine(_folder, entry.File));
}
