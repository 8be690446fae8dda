namespace DistPatterns.Partitioning;

/// <summary>A slot that other members hold in the next map.</summary>
/// <param name="Slot">Which, from 0 to <see cref="PartitionMap.Slots"/> − 1.</param>
/// <param name="Before">Who holds it until the hand-off, the owner first.</param>
/// <param name="After">Who holds it afterwards, the owner first.</param>
public sealed record SlotChange(int Slot, IReadOnlyList<PartitionMember> Before, IReadOnlyList<PartitionMember> After)
{
    /// <summary>Whether writes go to another member afterwards.</summary>
    public bool OwnerMoves => Before[0].Name != After[0].Name;

    /// <summary>Those who must have a copy before the next map is installed; the owner <see cref="Before"/> is whom to copy from.</summary>
    public IEnumerable<PartitionMember> Gains => After.ExceptBy(Before.Select(m => m.Name), m => m.Name);

    /// <summary>Those who may drop their copy once the next map is installed.</summary>
    public IEnumerable<PartitionMember> Losses => Before.ExceptBy(After.Select(m => m.Name), m => m.Name);
}
