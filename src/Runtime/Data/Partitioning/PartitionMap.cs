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
            throw new ArgumentException($"{options.Replicas} replicas of {Slots} slots need from {options.Replicas} to {Slots} members, and there are {ordered.Length}.", nameof(members));
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
        return [.. Enumerable.Range(0, Slots).Select(slot => new SlotChange(slot, Holders(slot), next.Holders(slot))).Where(change => change.OwnerMoves || change.Gains.Any() || change.Losses.Any())];
    }

    private ArraySegment<ushort> Row(int slot) => new(_holders, slot * _options.Replicas, _options.Replicas);
}
