using System.Collections.Immutable;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Catalog;

/// <summary>
/// Whether a row's <c>when(parameter=Value)</c> clauses hold for the arguments, the type arguments and the return type of one call,
/// or for what an option is set to.
/// </summary>
internal static class Condition
{
    /// <summary>What stands for the returned value where a parameter's name is expected: no parameter can be called so.</summary>
    public const string Result = "return";

    /// <summary>What stands for the assigned value of an option where a parameter's name is expected, as in its setter.</summary>
    public const string Assigned = "value";

    /// <summary>Whether they hold for what an option is set to.</summary>
    public static bool Holds(Row option, IOperation value)
    {
        foreach (var condition in option.Arguments(ClauseKind.When))
        {
            if (!Names(value).Any(condition.Substring(condition.IndexOf('=') + 1).Split('|').Contains))
                return false;
        }

        return true;
    }

    public static bool Holds(Row row, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var condition in row.Arguments(ClauseKind.When))
        {
            var equals = condition.IndexOf('=');
            var (parameter, values) = (condition.Substring(0, equals), condition.Substring(equals + 1));
            var argument = arguments.FirstOrDefault(a => a.Parameter?.Name == parameter)?.Value;
            if (values == "*"
                ? argument is null && TypeArgument(method, parameter) is null
                : !NamesOf(argument, parameter, method).Any(values.Split('|').Contains))
                return false;
        }

        return true;
    }

    private static IEnumerable<string> NamesOf(IOperation? argument, string parameter, IMethodSymbol method) =>
        argument is not null ? Names(argument) : OfTypes(parameter == Result ? method.ReturnType : TypeArgument(method, parameter));

    private static ITypeSymbol? TypeArgument(IMethodSymbol method, string parameter)
    {
        var parameters = method.ContainingType.OriginalDefinition.TypeParameters.Concat(method.OriginalDefinition.TypeParameters).ToList();
        var index = parameters.FindIndex(p => p.Name == parameter);
        return index < 0 ? null : method.ContainingType.TypeArguments.Concat(method.TypeArguments).ElementAt(index);
    }

    private static IEnumerable<string> OfTypes(ITypeSymbol? type) => type is null ? Enumerable.Empty<string>() : new[] { type.Name };

    /// <summary>
    /// A constant as model files write it: the member of an enum or static class, each of several flags, <c>null</c>, a number or a string;
    /// also where a local or a static field holds it.
    /// </summary>
    private static IEnumerable<string> Names(IOperation value)
    {
        value = ValueFlow.Initial(value);
        return value switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Or, LeftOperand: var left, RightOperand: var right } => Names(left).Concat(Names(right)),
            IFieldReferenceOperation { Field: var field } when !field.IsConst || field.ContainingType.TypeKind == TypeKind.Enum => new[] { field.Name },
            IPropertyReferenceOperation { Instance: null } property => new[] { property.Property.Name },
            IDefaultValueOperation { Type.IsReferenceType: true } => new[] { "null" },
            { ConstantValue: { HasValue: true, Value: var constant } } when Name(constant, value.Type) is { } name => new[] { name },
            _ => Enumerable.Empty<string>(),
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
