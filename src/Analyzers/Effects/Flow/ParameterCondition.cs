namespace DistPatterns.Effects;

/// <summary>What a parameter must be, or must not be, for some code of its method to run: <c>if (commit) …</c>.</summary>
/// <param name="Parameter">Its ordinal.</param>
/// <param name="Value">The constant that it is compared with; of an enum, the number behind it.</param>
/// <param name="IsEqual">Whether the code runs for that value alone, or for all others.</param>
internal readonly record struct ParameterCondition(int Parameter, object? Value, bool IsEqual)
{
    public bool Excludes(object? constant) => Equals(Value, constant) != IsEqual;
}
