using System.Globalization;

namespace DistPatterns.Cli.Reports;

/// <summary>Numbers in sentences.</summary>
internal static class Counting
{
    public static string Count(int count, string noun) => Count(count, noun, noun + "s");

    public static string Count(int count, string one, string many) => $"{Number(count)} {(count == 1 ? one : many)}";

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
