using System.Collections.Immutable;
using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Reads the arguments that a row gives a role into a site.</summary>
internal static class Arguments
{
    public static Site Describe(Site site, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments, Func<IOperation, Origin> originOf)
    {
        if (site.Row is not { } row)
            return site with { Message = arguments.Select(a => Unconverted(a.Value)).FirstOrDefault(IsOwn) };
        var dispatched = row.Arguments(ClauseKind.Dispatches).FirstOrDefault();
        return site with
        {
            Message = TypeFor(row.ParameterFor(Role.Message) ?? dispatched),
            Resource = TypeFor(row.ParameterFor(Role.Resource)) ?? site.Receiver,
            Registered = TypeFor(row.ParameterFor(Role.Implementation)) ?? TypeFor(row.ParameterFor(Role.Service)),
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

    /// <summary>The type that an argument was written with, before the parameter's type hid it.</summary>
    private static ITypeSymbol? TypeOf(ImmutableArray<IArgumentOperation> arguments, string? parameter) =>
        Named(arguments, parameter) is { } value ? Unconverted(value) : null;

    private static ITypeSymbol? Unconverted(IOperation value)
    {
        while (value is IConversionOperation { Operand.Type: not null } conversion)
            value = conversion.Operand;
        return value.Type;
    }

    /// <summary>A class of the code base: what a call on an interface of the code base is about.</summary>
    private static bool IsOwn(ITypeSymbol? type) => type is { TypeKind: TypeKind.Class or TypeKind.Struct } && type.Locations.Length > 0 && type.Locations[0].IsInSource;

    /// <summary>A token comes from where its source comes from: <c>source.Token</c> is the source.</summary>
    private static IOperation Source(IOperation token) =>
        token is IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } ? source : token;
}
