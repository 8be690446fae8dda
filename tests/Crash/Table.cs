namespace DistPatterns.Crash;

/// <summary>The result, as a table of Markdown.</summary>
internal sealed class Table
{
    private readonly List<string> _rows = [];

    /// <summary>Whether nothing was wrong.</summary>
    public bool Holds { get; private set; } = true;

    public void Add(string point, string engine, int kills, Oracle oracle)
    {
        Holds &= oracle.Holds;
        _rows.Add($"| {point} | {engine} | {kills} | {oracle.Committed} | {oracle.Lost} | {oracle.Phantoms} | {oracle.OutOfOrder} | {oracle.WrongEffects} | {oracle.Late} | {oracle.Duplicates} | {(oracle.Holds ? "holds" : "FAILS")} |");
    }

    public void Write(TextWriter to)
    {
        to.WriteLine("| killed at | database | kills | committed | lost | never committed | out of order | effects not once | late | duplicates sent | |");
        to.WriteLine("| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --- |");
        _rows.ForEach(to.WriteLine);
    }
}
