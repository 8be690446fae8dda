using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Where a value came from: the site that made it, or the variable, field or parameter that holds it.</summary>
internal readonly record struct Origin(Site? Site, ISymbol? Symbol);

/// <summary>Where the values of one member came from, as far as its walk has come.</summary>
internal sealed class ValueOrigins
{
    // made when first needed: in nearly every body nothing is
    private Dictionary<IOperation, Site>? _made;
    private Dictionary<ISymbol, Site>? _held;

    /// <summary>Forgets a member, before the next.</summary>
    public void Clear() => (_made, _held) = (null, null);

    /// <summary>A site made the value of an operation. Only what a model knows need be told: the rest is never asked for.</summary>
    public void Make(IOperation operation, Site site) => (_made ??= new())[operation] = site;

    /// <summary>A variable, field or property holds a value from here on.</summary>
    /// <param name="variable">What holds it; anything else is no origin.</param>
    /// <param name="value">The value.</param>
    /// <param name="within">The call whose delegate this happens in.</param>
    public void Hold(ISymbol? variable, IOperation value, Site? within)
    {
        if (variable is not null && MakerOf(value, within) is { } site)
            (_held ??= new(SymbolEqualityComparer.Default))[variable] = site;
    }

    /// <summary>The site that made a value, or null. In nearly every body no site has made anything, and nothing is asked.</summary>
    public Site? MakerOf(IOperation value, Site? within) => _made is not null || within is not null ? Of(value, within).Site : null;

    /// <param name="value">The value asked about.</param>
    /// <param name="within">The call whose delegate it stands in.</param>
    public Origin Of(IOperation value, Site? within)
    {
        value = Unconverted(value);
        switch (value.Kind)
        {
            case OperationKind.Await:
                return Of(((IAwaitOperation)value).Operation, within);
            case OperationKind.CoalesceAssignment:
                var kept = (ICoalesceAssignmentOperation)value;
                return new(Maker(kept.Value), Variable(kept.Target));
            case OperationKind.PropertyReference when LazyOf(value) is { } lazy:
                return Of(lazy, within);
            case OperationKind.ParameterReference:
                var parameter = ((IParameterReferenceOperation)value).Parameter;
                return new(within is not null && IsOfLambda(parameter) ? within : null, parameter);
            case OperationKind.LocalReference or OperationKind.FieldReference or OperationKind.PropertyReference:
                var variable = Variable(value)!;
                return new(_held is not null && _held.TryGetValue(variable, out var maker) ? maker : null, variable);
            case OperationKind.InstanceReference when ((IInstanceReferenceOperation)value).ReferenceKind == InstanceReferenceKind.ImplicitReceiver:
                return new(Initialised(value), null);
            default:
                return new(Maker(value), null);
        }
    }

    public static IOperation Unconverted(IOperation operation)
    {
        while (operation.Kind == OperationKind.Conversion)
            operation = ((IConversionOperation)operation).Operand;
        return operation;
    }

    /// <summary>A value with the conversions that stand around it.</summary>
    public static IOperation Converted(IOperation value)
    {
        while (value.Parent is IConversionOperation conversion)
            value = conversion;
        return value;
    }

    /// <summary>The variable, field or property that an operation names.</summary>
    public static ISymbol? Variable(IOperation reference) => reference.Kind switch
    {
        OperationKind.LocalReference => ((ILocalReferenceOperation)reference).Local,
        OperationKind.FieldReference => ((IFieldReferenceOperation)reference).Field,
        OperationKind.PropertyReference => ((IPropertyReferenceOperation)reference).Property,
        _ => null,
    };

    /// <summary>The variable, field or property that a value is put in as it is made, also by way of a <c>Lazy</c>.</summary>
    public static ISymbol? TargetOf(IOperation made)
    {
        var value = made;
        while (Carrier(value) is { } carrier)
            value = carrier;
        return value.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } => fields[0],
            IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties } => properties[0],
            IAssignmentOperation assignment when assignment.Value == value => Variable(assignment.Target),
            _ => null,
        };
    }

    /// <summary>What has the value next: a conversion, a choice, the <c>Lazy</c> that will make it.</summary>
    private static IOperation? Carrier(IOperation value) => value.Parent switch
    {
        IConversionOperation or IAwaitOperation or ICoalesceOperation or IDelegateCreationOperation => value.Parent,
        IConditionalOperation choice when choice.Condition != value => choice,
        IReturnOperation { Parent: IBlockOperation { Parent: IAnonymousFunctionOperation lambda } }
            when lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation } => lambda,
        IArgumentOperation { Parent: IObjectCreationOperation lazy } when value is IDelegateCreationOperation && IsLazy(lazy.Type) => lazy,
        _ => null,
    };

    /// <summary>The <c>Lazy</c> whose value is read: it stands for what it makes.</summary>
    private static IOperation? LazyOf(IOperation reference) =>
        reference is IPropertyReferenceOperation { Property.Name: "Value", Instance: { } lazy } && IsLazy(lazy.Type) ? lazy : null;

    private static bool IsLazy(ITypeSymbol? type) =>
        type is { Name: "Lazy", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>The parameter of a lambda that runs inside a call stands for what that call makes.</summary>
    private static bool IsOfLambda(IParameterSymbol parameter) => parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction };

    private Site? Maker(IOperation operation) => _made is not null && _made.TryGetValue(operation, out var site) ? site : null;

    private Site? Initialised(IOperation? operation)
    {
        while (operation is not (null or IObjectCreationOperation))
            operation = operation.Parent;
        return operation is null ? null : Maker(operation);
    }
}
