using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Reads lengths of time from constants and from the well-known members of the framework.</summary>
internal static class Duration
{
    /// <summary>Whether a value means "for ever" to the option that gets it. An unknown value is trusted.</summary>
    public static bool IsForever(IOperation value, Row option)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        if (value is IFieldReferenceOperation { Field: { Name: var name, ContainingType.Name: var type } }
            && (type, name) is ("Timeout", "InfiniteTimeSpan") or ("TimeSpan", "MaxValue"))
            return true;
        return value.ConstantValue is { HasValue: true, Value: { } constant }
            && option.Arguments(ClauseKind.Forever).Contains(Convert.ToString(constant, System.Globalization.CultureInfo.InvariantCulture));
    }
}
