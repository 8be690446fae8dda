using System.Globalization;
using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Reads lengths of time from constants, and from the well-known members of the framework.</summary>
internal static class Duration
{
    /// <summary>Whether a value means "for ever" to what gets it. An unknown value is trusted.</summary>
    /// <param name="value">A length of time, or a number of what the row knows.</param>
    /// <param name="row">The option, or the call with the parameter: its <c>forever</c> names the numbers that mean it.</param>
    public static bool IsForever(IOperation value, Row row)
    {
        value = ValueFlow.Initial(value);
        return IsTimeSpan(value.Type)
            ? Of(value) is { } length && (length < TimeSpan.Zero || length == TimeSpan.MaxValue)
            : value.ConstantValue is { HasValue: true, Value: { } constant }
                && row.Arguments(ClauseKind.Forever).Contains(Convert.ToString(constant, CultureInfo.InvariantCulture));
    }

    /// <summary>The length of time that a value is known to be; null of any other.</summary>
    public static TimeSpan? Of(IOperation value) => ValueFlow.Initial(value) switch
    {
        IFieldReferenceOperation { Field: { Name: var name, ContainingType.Name: var type } } => (type, name) switch
        {
            ("Timeout", "InfiniteTimeSpan") => TimeSpan.FromMilliseconds(-1),
            ("TimeSpan", "MaxValue") => TimeSpan.MaxValue,
            ("TimeSpan", "Zero") => TimeSpan.Zero,
            _ => null,
        },
        IInvocationOperation { TargetMethod: { Name: var unit, ContainingType: var type }, Arguments: { Length: > 0 } arguments } when IsTimeSpan(type) =>
            UnitOf(unit) is { } ticks && Number(arguments[0].Value) is { } count && arguments.Skip(1).All(a => Number(a.Value) is 0)
                ? Ticks(count * ticks)
                : null,
        IObjectCreationOperation { Arguments: { Length: > 0 } arguments } made when IsTimeSpan(made.Type) =>
            Parts(arguments.Select(a => Number(a.Value)).ToArray()),
        _ => null,
    };

    private static TimeSpan? Parts(double?[] parts)
    {
        if (Array.Exists(parts, p => p is null))
            return null;
        var units = parts.Length switch
        {
            1 => new[] { 1d },
            3 => new double[] { TimeSpan.TicksPerHour, TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond },
            _ => new double[]
            {
                TimeSpan.TicksPerDay,
                TimeSpan.TicksPerHour,
                TimeSpan.TicksPerMinute,
                TimeSpan.TicksPerSecond,
                TimeSpan.TicksPerMillisecond,
                TimeSpan.TicksPerMillisecond / 1000d,
            },
        };
        return Ticks(parts.Zip(units, (part, unit) => part!.Value * unit).Sum());
    }

    private static double? UnitOf(string factory) => factory switch
    {
        "FromDays" => TimeSpan.TicksPerDay,
        "FromHours" => TimeSpan.TicksPerHour,
        "FromMinutes" => TimeSpan.TicksPerMinute,
        "FromSeconds" => TimeSpan.TicksPerSecond,
        "FromMilliseconds" => TimeSpan.TicksPerMillisecond,
        "FromMicroseconds" => TimeSpan.TicksPerMillisecond / 1000d,
        "FromTicks" => 1,
        _ => null,
    };

    private static TimeSpan? Ticks(double ticks) => ticks is > long.MinValue and < long.MaxValue ? new TimeSpan((long)ticks) : null;

    private static double? Number(IOperation value) =>
        ValueFlow.Initial(value) is { ConstantValue: { HasValue: true, Value: IConvertible number and not (string or bool) } }
            ? number.ToDouble(CultureInfo.InvariantCulture)
            : null;

    private static bool IsTimeSpan(ITypeSymbol? type) =>
        type is { Name: "TimeSpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
