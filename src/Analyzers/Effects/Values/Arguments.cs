using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Finds what a call is made on, and what it is given by the names of its parameters.</summary>
internal static class Arguments
{
    /// <summary>What a call is made on: its instance, or the first argument of an extension method.</summary>
    public static IOperation? Receiver(IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);

    /// <summary>The value that the caller wrote for a parameter.</summary>
    public static IOperation? Named(ImmutableArray<IArgumentOperation> arguments, string? parameter)
    {
        if (parameter is null)
            return null;
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Name == parameter && argument.ArgumentKind != ArgumentKind.DefaultValue)
                return argument.Value;
        }

        return null;
    }

    /// <summary>What the initialiser of a creation sets; nothing of any other operation.</summary>
    public static IEnumerable<ISimpleAssignmentOperation> Initialised(IOperation made) =>
        (made as IObjectCreationOperation)?.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>() ?? Enumerable.Empty<ISimpleAssignmentOperation>();

    /// <summary>The type that an argument was written with, before the parameter's type hid it; of a <c>typeof</c>, the type it names.</summary>
    public static ITypeSymbol? TypeOf(ImmutableArray<IArgumentOperation> arguments, string parameter) => Named(arguments, parameter) switch
    {
        null => null,
        ITypeOfOperation type => type.TypeOperand,
        var value => Written(value),
    };

    /// <summary>What a call on a type of the code base is about: its first argument that is a class of the code base too.</summary>
    public static ITypeSymbol? FirstOwn(ImmutableArray<IArgumentOperation> arguments, CodeBase code)
    {
        foreach (var argument in arguments)
        {
            if (Written(argument.Value) is { SpecialType: SpecialType.None, TypeKind: TypeKind.Class or TypeKind.Struct } type && code.IsOwn(type))
                return type;
        }

        return null;
    }

    private static ITypeSymbol? Written(IOperation value)
    {
        while (value is IConversionOperation { Operand.Type: not null } conversion)
            value = conversion.Operand;
        return value.Type;
    }
}
