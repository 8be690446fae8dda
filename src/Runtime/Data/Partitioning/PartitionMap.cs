using System.ComponentModel.DataAnnotations;
using DistPatterns.Validation;

namespace DistPatterns.Partitioning;

/// <summary>Which member owns which key: 16,384 slots, each given to a member, and a key's hash that names its slot.</summary>
/// <remarks>
/// Immutable, and the same on every machine for the same members and options, in whatever order they are named. A lookup reads one
/// table. Hold the current map in a <see cref="PartitionTable"/>, and send <see cref="Epoch"/> with requests.
/// </remarks>
public sealed class PartitionMap
{
    /// <summary>How many slots there are: the highest 14 bits of a hash.</summary>
    public const int Slots = 1 << SlotBits;

    private const int SlotBits = 14;

    private readonly PartitionMember[] _members;
    private readonly ushort[] _owners;
    private readonly ushort[] _holders; // a row of Replicas members for each slot, the owner first
    private readonly PartitionMapOptions _options;

    private PartitionMap(PartitionMember[] members, PartitionMapOptions options, long epoch)
    {
        _members = members;
        _options = options;
        Epoch = epoch;
        _holders = SlotPlacement.Place(members, options);
        _owners = [.. Enumerable.Range(0, Slots).Select(slot => _holders[slot * options.Replicas])];
    }

    /// <summary>Grows by one with each change of membership: a request that carries a lower one was routed by an old map.</summary>
    public long Epoch { get; }

    /// <summary>Who takes part, by name.</summary>
    public IReadOnlyList<PartitionMember> Members => _members;

    /// <summary>How many members hold each slot, the owner included.</summary>
    public int Replicas => _options.Replicas;

    /// <summary>Spreads the slots over the members.</summary>
    /// <param name="members">At least one and at least <see cref="PartitionMapOptions.Replicas"/>, at most 16,384, each with its own name.</param>
    /// <param name="options">Load factor and replicas; the defaults when null.</param>
    /// <param name="epoch">The first epoch; 1 by default.</param>
    /// <exception cref="ValidationException">An option or a weight is out of range.</exception>
    /// <exception cref="ArgumentException">There are too few members or too many, or two of one name.</exception>
    public static PartitionMap Create(IEnumerable<PartitionMember> members, PartitionMapOptions? options = null, long epoch = 1)
    {
        ArgumentNullException.ThrowIfNull(members);
        options = (options ?? new()).Validated();
        PartitionMember[] ordered = [.. members.Select(m => m.Validated()).OrderBy(m => m.Name, StringComparer.Ordinal)];
        if (ordered.Length < options.Replicas || ordered.Length > Slots)
        {
            throw new ArgumentException(
                $"{options.Replicas} replicas of {Slots} slots need from {options.Replicas} to {Slots} members, and there are {ordered.Length}.",
                nameof(members));
        }

        if (ordered.CountBy(m => m.Name).FirstOrDefault(names => names.Value > 1) is { Key: { } twice })
        {
            throw new ArgumentException($"Two members are called '{twice}'.", nameof(members));
        }

        return new(ordered, options, epoch);
    }

    /// <summary>The map of the next epoch, for these members and the same options.</summary>
    /// <inheritdoc cref="Create"/>
    public PartitionMap Next(IEnumerable<PartitionMember> members) => Create(members, _options, Epoch + 1);

    /// <summary>The slot of a hash.</summary>
    public static int SlotOf(ulong hash) => (int)(hash >> (64 - SlotBits));

    /// <summary>The owner of a key, by its <see cref="StableHash"/>.</summary>
    public PartitionMember Owner(ulong hash) => _members[_owners[hash >> (64 - SlotBits)]];

    /// <summary>The owner of a key.</summary>
    public PartitionMember Owner(string key) => Owner(StableHash.Of(key));

    /// <summary>Those who hold a slot, the owner first.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="slot"/> is not from 0 to <see cref="Slots"/> − 1.</exception>
    public IReadOnlyList<PartitionMember> Holders(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, Slots);
        return [.. Row(slot).Select(member => _members[member])];
    }

    /// <summary>What must be handed over before <paramref name="next"/> is installed: each slot whose holders, or whose owner, differ.</summary>
    public IReadOnlyList<SlotChange> Diff(PartitionMap next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return
        [
            .. Enumerable.Range(0, Slots)
                .Select(slot => new SlotChange(slot, Holders(slot), next.Holders(slot)))
                .Where(change => change.OwnerMoves || change.Gains.Any() || change.Losses.Any()),
        ];
    }

    private ArraySegment<ushort> Row(int slot) => new(_holders, slot * _options.Replicas, _options.Replicas);
}

/// <summary>How a <see cref="PartitionMap"/> spreads its slots.</summary>
public sealed record PartitionMapOptions
{
    /// <summary>
    /// The most that a member may own, as a multiple of its fair share, from 1.05 to 2. Default 1.25: Mirrokni, Thorup and Zadimoghaddam,
    /// <i>Consistent Hashing with Bounded Loads</i>, 2018, where less moves the higher it is.
    /// </summary>
    [Within(1.05, 2.0)]
    public double LoadFactor { get; init; } = 1.25;

    /// <summary>How many members hold each slot, the owner included, from 1 to 16. Default 1.</summary>
    [Within(1, 16)]
    public int Replicas { get; init; } = 1;
}

/// <summary>A node that can own partitions.</summary>
/// <param name="Name">What it is called on every machine, unique in its map; its name decides what it owns, its address does not.</param>
/// <param name="Weight">Its share against the others', from 1 to 1,000,000: a member of weight 2 is given twice the load of a member of weight 1.</param>
public sealed record PartitionMember([property: Required] string Name, [property: Within(1, 1_000_000)] int Weight = 1)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What a member answers to a request that was routed to it.</summary>
public enum RoutingVerdict
{
    /// <summary>It owns the key: serve.</summary>
    Owner = 0,

    /// <summary>
    /// Another member owns the key in the receiver's map, which is the sender's or a later one: answer with <see cref="PartitionMap.Epoch"/>, so that
    /// the sender fetches that map.
    /// </summary>
    NotOwner = 1,

    /// <summary>The sender has a later map than the receiver, which may have lost the key: fetch the map before serving.</summary>
    ReceiverIsBehind = 2,
}

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
