using System.Collections.Immutable;
using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Reads the arguments that a row gives a role into a site.</summary>
internal static class Arguments
{
    public static Site Describe(Site site, Row row, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments, Func<IOperation, Origin> originOf)
    {
        var sent = row.ParameterFor(Role.Message) ?? row.Arguments(ClauseKind.Dispatches).FirstOrDefault();
        return site with
        {
            Message = TypeFor(sent),
            PassesOn = Named(arguments, sent) is { } value && Origins.Unconverted(value) is IParameterReferenceOperation,
            Resource = TypeFor(row.ParameterFor(Role.Resource)) ?? site.Receiver,
            Service = TypeFor(row.ParameterFor(Role.Service)),
            Implementation = TypeFor(row.ParameterFor(Role.Implementation)),
            Handler = TypeFor(row.ParameterFor(Role.Handler)),
            Text = Named(arguments, row.ParameterFor(Role.Key)) is { ConstantValue: { HasValue: true, Value: string text } } ? text : null,
            Cancel = Named(arguments, row.ParameterFor(Role.Cancel)) is { } token ? originOf(Source(token)) : default,
        };

        ITypeSymbol? TypeFor(string? parameter) => TypeOf(arguments, parameter) ?? TypeArgument(method, parameter);
    }

    private static ITypeSymbol? TypeArgument(IMethodSymbol method, string? parameter)
    {
        var index = parameter is null ? -1 : method.OriginalDefinition.TypeParameters.Select(p => p.Name).ToList().IndexOf(parameter);
        return index >= 0 ? method.TypeArguments[index] : null;
    }

    public static IOperation? Named(ImmutableArray<IArgumentOperation> arguments, string? parameter) => parameter is null
        ? null
        : arguments.FirstOrDefault(a => a.Parameter?.Name == parameter && a.ArgumentKind != ArgumentKind.DefaultValue)?.Value;

    /// <summary>The type that an argument was written with, before the parameter's type hid it; of a <c>typeof</c>, the type it names.</summary>
    private static ITypeSymbol? TypeOf(ImmutableArray<IArgumentOperation> arguments, string? parameter) => Named(arguments, parameter) switch
    {
        null => null,
        ITypeOfOperation type => type.TypeOperand,
        var value => Unconverted(value),
    };

    private static ITypeSymbol? Unconverted(IOperation value)
    {
        while (value is IConversionOperation { Operand.Type: not null } conversion)
            value = conversion.Operand;
        return value.Type;
    }

    /// <summary>What a call on a type of the code base is about: its first argument that is a class of the code base too.</summary>
    public static ITypeSymbol? FirstOwn(ImmutableArray<IArgumentOperation> arguments, CodeBase code)
    {
        foreach (var argument in arguments)
        {
            if (Unconverted(argument.Value) is { SpecialType: SpecialType.None, TypeKind: TypeKind.Class or TypeKind.Struct } type && code.IsOwn(type))
                return type;
        }

        return null;
    }

    /// <summary>A token comes from where its source comes from: <c>source.Token</c> is the source.</summary>
    private static IOperation Source(IOperation token) =>
        token is IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } ? source : token;
}
