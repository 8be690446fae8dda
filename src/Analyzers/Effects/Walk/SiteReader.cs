using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>Makes sites of what a walk comes by.</summary>
/// <param name="code">What is in sight.</param>
/// <param name="origins">Where the member's values come from, as far as the walk has come.</param>
internal sealed class SiteReader(CodeBase code, ValueOrigins origins)
{
    private Func<IOperation, Origin>? _originOf; // made once: nearly every call is read with it

    /// <summary>The file that the member stands in.</summary>
    public SyntaxTree Tree { get; set; } = null!;

    /// <summary>The call whose delegate the walk is in.</summary>
    public Site? Within { get; set; }

    public Place PlaceOf(IOperation operation) => new(Tree, operation.Syntax.FullSpan);

    /// <param name="call">The call.</param>
    /// <param name="row">What a model says of it, or null.</param>
    /// <param name="receiver">What it is made on.</param>
    public Site Read(IInvocationOperation call, Row? row, IOperation? receiver)
    {
        var method = call.TargetMethod;
        _originOf ??= OriginOf;
        var passed = row is null ? CallArguments.ReadToken(call.Arguments, _originOf) : CallArguments.Read(row, method, call.Arguments, _originOf);
        return new(method.Name, PlaceOf(call), Within)
        {
            Member = (method.ReducedFrom ?? method).OriginalDefinition,
            Row = row,
            Subject = OriginOf(receiver),
            Receiver = receiver?.Type,
            Message = row is not null ? passed.Message : code.MayStandForEffect(method.Name) ? Arguments.FirstOwn(call.Arguments, code) : null,
            Arguments = passed,
            Target = ValueOrigins.TargetOf(call),
            IsDirect = !call.IsVirtual,
        };
    }

    /// <param name="creation">The creation.</param>
    /// <param name="constructor">What it runs.</param>
    /// <param name="row">What a model says of it, or null.</param>
    public Site Read(IObjectCreationOperation creation, IMethodSymbol constructor, Row? row)
    {
        var passed = row is null ? CallArguments.Nothing : CallArguments.Read(row, constructor, creation.Arguments, _originOf ??= OriginOf);
        return new(constructor.Name, PlaceOf(creation), Within)
        {
            Member = constructor.OriginalDefinition,
            Row = row,
            Receiver = creation.Type,
            Message = passed.Message,
            Arguments = passed,
            Target = row is null ? null : ValueOrigins.TargetOf(creation),
        };
    }

    /// <summary>A call that does not bind.</summary>
    public Site Read(IInvalidOperation operation, UnboundCall call) => new(call.Name, PlaceOf(operation), Within)
    {
        Member = call.Method,
        Row = call.Row,
        Subject = OriginOf(call.Receiver),
        Receiver = call.Receiver?.Type ?? call.Method?.ContainingType,
        IsGuess = true,
    };

    /// <summary>A method that is handed on as a delegate.</summary>
    public Site Read(IMethodReferenceOperation reference) => new(reference.Method.Name, PlaceOf(reference), Within)
    {
        Member = reference.Method,
        Target = ValueOrigins.TargetOf(reference),
    };

    /// <summary>A value that one site made, handed to a call.</summary>
    public Site Read(IArgumentOperation argument, IInvocationOperation call, Site made) =>
        new(call.TargetMethod.Name, PlaceOf(argument), Within) { Member = call.TargetMethod, Subject = new(made, null) };

    /// <summary>The setting of an option, or of a property of what is kept in a store of messages; null of any other.</summary>
    public Site? Read(ISimpleAssignmentOperation assignment)
    {
        if (assignment.Target is not IPropertyReferenceOperation { Instance: { } instance, Property: var property })
            return null;
        var option = code.Catalog.FindOption(property, instance.Type, assignment.Value);
        var row = option ?? code.Catalog.Conventions.FindStore(property.ContainingType.Name);
        return row is null ? null : new(property.Name, PlaceOf(assignment), Within)
        {
            Member = property.OriginalDefinition,
            Row = row,
            Subject = OriginOf(instance),
            Receiver = option is null ? instance.Type : null,
            IsForever = option is not null && Duration.IsForever(assignment.Value, option),
        };
    }

    private Origin OriginOf(IOperation? value) => value is null ? default : origins.Of(value, Within);
}
