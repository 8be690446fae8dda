using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Catalog;

/// <summary>Whether a row's <c>when(parameter=Value)</c> clauses hold for the arguments, the type arguments and the return type of one call.</summary>
internal static class Condition
{
    /// <summary>What stands for the returned value where a parameter's name is expected: no parameter can be called so.</summary>
    public const string Result = "return";

    public static bool Holds(Row row, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var condition in row.Arguments(ClauseKind.When))
        {
            var equals = condition.IndexOf('=');
            var (parameter, values) = (condition.Substring(0, equals), condition.Substring(equals + 1));
            var argument = arguments.FirstOrDefault(a => a.Parameter?.Name == parameter)?.Value;
            var name = argument is not null ? Name(argument) : parameter == Result ? method.ReturnType.Name : TypeArgument(method, parameter)?.Name;
            if (values == "*" ? argument is null : name is null || !values.Split('|').Contains(name))
                return false;
        }

        return true;
    }

    private static ITypeSymbol? TypeArgument(IMethodSymbol method, string parameter)
    {
        var parameters = method.ContainingType.OriginalDefinition.TypeParameters.Concat(method.OriginalDefinition.TypeParameters).ToList();
        var index = parameters.FindIndex(p => p.Name == parameter);
        return index < 0 ? null : method.ContainingType.TypeArguments.Concat(method.TypeArguments).ElementAt(index);
    }

    /// <summary>A constant as model files write it: the member of an enum or static class, <c>null</c>, <c>true</c>, a number or a string.</summary>
    private static string? Name(IOperation value)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value switch
        {
            IFieldReferenceOperation field => field.Field.Name,
            IPropertyReferenceOperation { Instance: null } property => property.Property.Name,
            IDefaultValueOperation { Type.IsReferenceType: true } => "null",
            { ConstantValue: { HasValue: true, Value: var constant } } => Name(constant, value.Type),
            _ => null,
        };
    }

    private static string? Name(object? constant, ITypeSymbol? type) => (constant, type) switch
    {
        (null, _) => "null",
        (bool b, _) => b ? "true" : "false",
        (_, INamedTypeSymbol { TypeKind: TypeKind.Enum } e) =>
            e.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && constant.Equals(f.ConstantValue))?.Name,
        _ => Convert.ToString(constant, System.Globalization.CultureInfo.InvariantCulture),
    };
}
