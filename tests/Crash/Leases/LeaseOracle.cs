namespace DistPatterns.Crash;

/// <summary>What must hold when the holder of a lease is killed.</summary>
/// <param name="Kills">How often one was.</param>
/// <param name="Refusals">How often another asked for its lease in vain: without one, nothing was seen.</param>
/// <param name="Early">How often another had it before it expired.</param>
/// <param name="SmallerTokens">How often the next token was not larger.</param>
/// <param name="StaleWrites">How often a write under the dead one's token was taken after the next one's.</param>
/// <param name="LongestWait">The longest time from the expiry until another had it.</param>
internal sealed record LeaseOracle(int Kills, int Refusals, int Early, int SmallerTokens, int StaleWrites, TimeSpan LongestWait)
{
    public static LeaseOracle None { get; } = new(0, 0, 0, 0, 0, TimeSpan.Zero);

    public bool Holds => Refusals > 0 && (Early, SmallerTokens, StaleWrites) == (0, 0, 0);

    public void Write(TextWriter to)
    {
        to.WriteLine("| kills | asked in vain | granted before the expiry | token not larger | stale writes taken | granted after the expiry within | |");
        to.WriteLine("| --: | --: | --: | --: | --: | --: | --- |");
        to.WriteLine($"| {Kills} | {Refusals} | {Early} | {SmallerTokens} | {StaleWrites} | {LongestWait.TotalMilliseconds:0} ms | {(Holds ? "holds" : "FAILS")} |");
    }
}
