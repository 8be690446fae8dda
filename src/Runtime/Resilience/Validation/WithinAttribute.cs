using System.ComponentModel.DataAnnotations;

namespace DistPatterns.Validation;

/// <summary>A range whose error says the option, the value it has and the range it may have.</summary>
/// <remarks>Linked into the projects that have options of their own: it is no part of anybody's API.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WithinAttribute : RangeAttribute
{
    public WithinAttribute(int minimum, int maximum) : base(minimum, maximum) { }

    public WithinAttribute(double minimum, double maximum) : base(minimum, maximum) { }

    public WithinAttribute(Type type, string minimum, string maximum) : base(type, minimum, maximum) =>
        ParseLimitsInInvariantCulture = ConvertValueInInvariantCulture = true;

    protected override ValidationResult? IsValid(object? value, ValidationContext context) => IsValid(value)
        ? ValidationResult.Success
        : new($"{context.MemberName} is {value}: it must be between {Minimum} and {Maximum}.", [context.MemberName!]);
}
