namespace DistPatterns.Arithmetic;

/// <summary>The whole number below or above a product of a count and a ratio, as one who reckons in decimals expects it.</summary>
/// <remarks>
/// Most ratios have no exact double: 100 × 0.29 comes to 28.999999999999996, and 100 × 0.55 to 55.00000000000001. A ratio, the product
/// and a sum of two products are each off by half a unit in the last place at most, so that what is nearer to a whole number than a few
/// of these units is meant to be that number.
/// </remarks>
internal static class WholeNumber
{
    private const double Rounding = 1.0 / (1L << 50); // eight times half a unit in the last place

    /// <summary>The whole number at or below a product that is not negative.</summary>
    public static long Floor(double product) => (long)Math.Floor(product * (1 + Rounding));

    /// <summary>The whole number at or above a product that is not negative.</summary>
    public static long Ceiling(double product) => (long)Math.Ceiling(product * (1 - Rounding));
}
