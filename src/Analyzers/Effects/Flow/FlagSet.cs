namespace DistPatterns.Effects;

/// <summary>What is known of the flags of a body, two bits each.</summary>
internal readonly record struct FlagSet(ulong Bits)
{
    /// <summary>How many flags of a body are followed; of more the others stay unknown.</summary>
    public const int Most = 6;

    public bool? this[int flag] => ((Bits >> (2 * flag)) & 3) switch { 1 => false, 2 => true, _ => null };

    public FlagSet With(FlagValue flag)
    {
        var bits = flag.Value switch { false => 1UL, true => 2UL, _ => 0UL };
        return new((Bits & ~(3UL << (2 * flag.Flag))) | (bits << (2 * flag.Flag)));
    }
}
