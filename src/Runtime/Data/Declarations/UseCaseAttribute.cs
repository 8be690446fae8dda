using System;

namespace DistPatterns;

/// <summary>What this data is for; it requires the consistency model that the use case implies.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Method | AttributeTargets.Property)]
public sealed class UseCaseAttribute : Attribute
{
    /// <param name="useCase">The use case.</param>
    public UseCaseAttribute(UseCase useCase) => UseCase = useCase;

    /// <summary>The use case.</summary>
    public UseCase UseCase { get; }
}
