using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Follows a value one step: to the variable it is read from, or the one it goes to.</summary>
internal static class Origins
{
    public static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation;
    }

    /// <summary>The variable, field or property that an operation names.</summary>
    public static ISymbol? Variable(IOperation reference) => reference switch
    {
        ILocalReferenceOperation local => local.Local,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };

    /// <summary>The variable, field or property that a value is put in as it is made.</summary>
    public static ISymbol? TargetOf(IOperation made)
    {
        var (value, parent) = (made, made.Parent);
        while (parent is IConversionOperation or IAwaitOperation or ICoalesceOperation || (parent is IConditionalOperation choice && choice.Condition != value))
            (value, parent) = (parent, parent.Parent);
        return parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } => fields[0],
            IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties } => properties[0],
            IAssignmentOperation assignment when assignment.Value == value => Variable(assignment.Target),
            _ => null,
        };
    }
}
