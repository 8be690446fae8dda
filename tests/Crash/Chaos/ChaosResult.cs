namespace DistPatterns.Crash.Chaos;

/// <summary>What became of the messages of a run.</summary>
/// <param name="Sent">Messages of transactions that were committed.</param>
/// <param name="Meanwhile">Messages that were handled while it lasted.</param>
/// <param name="Lost">Of those sent, those that were not handled.</param>
/// <param name="Twice">Messages whose effect happened more than once.</param>
/// <param name="OutOfOrder">Messages that a consumer handled after a later one of their key.</param>
/// <param name="FirstAgain">How long it took, once it was over, until the first message was handled that had to wait; null where none was.</param>
internal sealed record ChaosResult(long Sent, long Meanwhile, long Lost, long Twice, long OutOfOrder, TimeSpan? FirstAgain)
{
    public bool Holds => Sent > 0 && FirstAgain is not null && (Lost, Twice, OutOfOrder) == (0, 0, 0);
}
