namespace DistPatterns;

/// <summary>One setting of a store, and what it gives. A product has no place in PACELC; a setting of it has.</summary>
/// <param name="Store">The product.</param>
/// <param name="Setting">What is read and written how.</param>
/// <param name="OnPartition">What is kept while the network is partitioned.</param>
/// <param name="Otherwise">What is favoured while it is not.</param>
/// <param name="Level">The strongest model that its documentation lets a reader rely on; what mostly happens does not count.</param>
/// <param name="HowToSet">The option or call that chooses it.</param>
public sealed record StoreSetting(
    DataStore Store,
    string Setting,
    Cited<CapChoice> OnPartition,
    Cited<ElseChoice> Otherwise,
    Cited<ConsistencyModel> Level,
    Cited<string> HowToSet)
{
    /// <summary>The class as PACELC writes it: <c>PC/EC</c>, <c>PA/EL</c>.</summary>
    public string Pacelc => (OnPartition.Value == CapChoice.Consistency ? "PC" : "PA") + (Otherwise.Value == ElseChoice.Consistency ? "/EC" : "/EL");
}
