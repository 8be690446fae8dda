using System.Reflection;

namespace DistPatterns.Partitioning;

/// <summary>Chooses the region of a key among those where it may be, then the member within that region.</summary>
/// <remarks>
/// A key's home depends on the key and the rules alone, never on who asks, so that everybody finds it. What no rule speaks of is
/// refused: an unknown jurisdiction is no leave to go anywhere.
/// </remarks>
public sealed class GeoPartitioner
{
    private readonly Dictionary<string, GeoRegion> _regions;
    private readonly Dictionary<string, IReadOnlyList<string>> _rules;

    /// <summary>Partitions over these regions.</summary>
    /// <param name="regions">At least one, each with its own name.</param>
    /// <param name="rules">A rule for each jurisdiction; one that ends with a hyphen, <c>eu-</c>, is a prefix of regions and needs none.</param>
    /// <exception cref="ArgumentException">
    /// There is no region, two have one name, two rules have one jurisdiction, or a rule names no region or an unknown one.
    /// </exception>
    public GeoPartitioner(IEnumerable<GeoRegion> regions, params IEnumerable<ResidencyRule> rules)
    {
        _regions = regions.ToDictionary(r => r.Name, StringComparer.OrdinalIgnoreCase);
        _rules = rules.ToDictionary(r => r.Jurisdiction, r => r.Regions, StringComparer.OrdinalIgnoreCase);
        if (_regions.Count == 0)
        {
            throw new ArgumentException("Keys need at least one region.", nameof(regions));
        }

        foreach (var (jurisdiction, names) in _rules)
        {
            if (names.Count == 0 || names.Any(name => !_regions.ContainsKey(name)))
            {
                throw new ArgumentException(
                    $"The rule for {jurisdiction} names {(names.Count == 0 ? "no region" : string.Join(", ", names))}; "
                        + $"the regions are {string.Join(", ", _regions.Keys)}.",
                    nameof(rules));
            }
        }
    }

    /// <summary>The regions where a key may be, in the order in which it prefers them: its home, then those for its copies.</summary>
    /// <param name="hash">The key's <see cref="StableHash"/>.</param>
    /// <param name="jurisdiction">Where the data must stay; null if anywhere.</param>
    /// <exception cref="DataResidencyException">No rule speaks of the jurisdiction.</exception>
    public IReadOnlyList<GeoRegion> Regions(ulong hash, string? jurisdiction) =>
        [.. RendezvousHash.Rank(hash, Allowed(jurisdiction).Select(region => new PartitionMember(region.Name))).Select(m => _regions[m.Name])];

    /// <summary>The region and the member where a key lives.</summary>
    /// <inheritdoc cref="Regions"/>
    public (GeoRegion Region, PartitionMember Owner) Home(ulong hash, string? jurisdiction)
    {
        var region = Regions(hash, jurisdiction)[0];
        return (region, region.Partitions.Owner(hash));
    }

    /// <summary>The region and the member where a key lives, by the <see cref="DataResidencyAttribute"/> of its type.</summary>
    /// <inheritdoc cref="Regions"/>
    public (GeoRegion Region, PartitionMember Owner) Home<TData>(ulong hash) =>
        Home(hash, typeof(TData).GetCustomAttribute<DataResidencyAttribute>()?.Jurisdiction);

    /// <summary>Refuses to send data where it may not be: call it before a copy, an export or a backup.</summary>
    /// <param name="jurisdiction">Where the data must stay; null if anywhere.</param>
    /// <param name="region">The name of the region where it would go.</param>
    /// <exception cref="DataResidencyException">It may not be there, or no rule speaks of the jurisdiction.</exception>
    public void EnsureStays(string? jurisdiction, string region)
    {
        if (jurisdiction is not null && !Allowed(jurisdiction).Any(allowed => string.Equals(allowed.Name, region, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DataResidencyException(
                jurisdiction,
                $"Data that must stay in {jurisdiction} may be in {string.Join(", ", Allowed(jurisdiction).Select(r => r.Name))}, not in {region}.");
        }
    }

    private IEnumerable<GeoRegion> Allowed(string? jurisdiction)
    {
        if (jurisdiction is null)
        {
            return _regions.Values;
        }

        if (_rules.TryGetValue(jurisdiction, out var names))
        {
            return names.Select(name => _regions[name]);
        }

        var within = jurisdiction.EndsWith('-') ? _regions.Values.Where(r => r.Name.StartsWith(jurisdiction, StringComparison.OrdinalIgnoreCase)).ToList() : [];
        return within.Count > 0
            ? within
            : throw new DataResidencyException(
                jurisdiction,
                $"No rule says in which regions data of {jurisdiction} may be; there are rules for {string.Join(", ", _rules.Keys)}.");
    }
}

/// <summary>A region, and how keys are partitioned within it.</summary>
/// <param name="Name">As its cloud writes it, <c>eu-west-1</c>; the same name as in <see cref="RegionAttribute"/>.</param>
/// <param name="Partitions">Its members.</param>
public sealed record GeoRegion(string Name, PartitionMap Partitions);

/// <summary>The regions where data of a jurisdiction may be.</summary>
/// <param name="Jurisdiction">The same word as in <see cref="DataResidencyAttribute"/>: <c>EU</c>.</param>
/// <param name="Regions">Names of regions, at least one.</param>
public sealed record ResidencyRule(string Jurisdiction, params IReadOnlyList<string> Regions);

/// <summary>Data would leave the jurisdiction where it must stay, or no rule says where it may be.</summary>
public sealed class DataResidencyException : InvalidOperationException
{
    internal DataResidencyException(string jurisdiction, string message)
        : base(message) => Jurisdiction = jurisdiction;

    /// <summary>Where the data must stay.</summary>
    public string Jurisdiction { get; }
}
