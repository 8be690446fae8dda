using Microsoft.CodeAnalysis;

namespace DistPatterns.Constants;

/// <summary>A constant with its name: a number, a bool, or text; the member's name where it is one of an enum.</summary>
internal readonly record struct NamedConstant(string Name, object Value, Location Location);

/// <summary>Constants that configure one thing: what one object creation sets, the members of one type, one object of a settings file.</summary>
/// <param name="Name">What they configure: a type, or a path of keys.</param>
/// <param name="Type">The type that is created or declared; null in a settings file.</param>
/// <param name="Values">What is known; what is no constant is left out.</param>
internal sealed record ConstantGroup(string Name, ITypeSymbol? Type, IReadOnlyList<NamedConstant> Values)
{
    /// <summary>The first whole number with one of these names, whatever their case.</summary>
    public (int Value, NamedConstant Constant)? Number(params string[] names)
    {
        foreach (var constant in Values)
        {
            if (constant.Value is int value && names.Contains(constant.Name, StringComparer.OrdinalIgnoreCase))
                return (value, constant);
        }

        return null;
    }
}
