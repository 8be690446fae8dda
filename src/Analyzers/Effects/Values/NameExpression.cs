using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>
/// The expression of a key or a name, written so that two of them are equal where they mean the same: <c>var key = $"lock:{id}"</c> in one
/// method, <c>"lock:" + id</c> in another.
/// </summary>
/// <remarks>Parameters go by their names alone, so it compares what stands in one type, or what the same code is about.</remarks>
internal static class NameExpression
{
    public static string Of(IOperation value)
    {
        value = ValueOrigins.Unconverted(value);
        return value switch
        {
            { ConstantValue: { HasValue: true, Value: var constant } } => constant?.ToString() ?? "null",
            IInterpolatedStringOperation text => string.Concat(text.Parts.Select(Part)),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => Of(sum.LeftOperand) + Of(sum.RightOperand),
            ILocalReferenceOperation { Local.Name: var local } => ValueFlow.Initial(value) is var initial && initial != value ? Of(initial) : Hole(local),
            IParameterReferenceOperation { Parameter.Name: var parameter } => Hole(parameter),
            IFieldReferenceOperation field => Hole(field.Field.Name),
            IPropertyReferenceOperation property => Hole(property.Property.Name),
            IObjectCreationOperation { Arguments.Length: 1 } made => Of(made.Arguments[0].Value),
            IInvocationOperation { TargetMethod.Name: "ToString", Instance: { } shown } => Of(shown),
            IInvocationOperation call => Hole($"{call.TargetMethod.Name}({string.Join(",", call.Arguments.Select(a => Of(a.Value)))})"),
            _ => Hole(value.Syntax.ToString()),
        };
    }

    private static string Part(IInterpolatedStringContentOperation part) => part switch
    {
        IInterpolatedStringTextOperation { Text: var text } => Of(text),
        IInterpolationOperation { Expression: var expression } => Of(expression),
        _ => Hole(part.Syntax.ToString()),
    };

    private static string Hole(string name) => "{" + name + "}";
}
