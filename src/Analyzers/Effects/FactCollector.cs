using System.Collections.Immutable;
using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>The one walk over the operations of a member: it gathers the facts for the graph, and the modelled calls for the live rules.</summary>
/// <remarks>Used again for one member after the other, never for two at a time.</remarks>
internal sealed class FactCollector(CodeBase code) : BodyWalker
{
    private readonly Origins _origins = new();
    private readonly Gathered _gathered = new();

    private ISymbol _owner = null!; // as _tree: of the member that is walked
    private SyntaxTree _tree = null!;

    /// <summary>Walks the blocks of one member once.</summary>
    public Body Collect(ISymbol owner, ImmutableArray<IOperation> blocks)
    {
        (_owner, _tree) = (owner, blocks[0].Syntax.SyntaxTree);
        foreach (var block in blocks)
            Visit(block);
        EndBody(owner as IMethodSymbol, blocks.FirstOrDefault(b => b.Kind == OperationKind.Block) ?? blocks[0]); // the defaults of its parameters come first
        _origins.Clear();
        return _gathered.EndMember(owner, blocks, code.Catalog);
    }

    public override void VisitInvocation(IInvocationOperation operation)
    {
        var method = operation.TargetMethod;
        var receiver = operation.Instance ?? (method.IsExtensionMethod && operation.Arguments.Length > 0 ? operation.Arguments[0].Value : null);
        Visit(receiver);
        var row = code.RowOf(operation);
        // by a row, or because it acts on what a modelled call made: only such a call can be the origin that somebody asks for
        var isModelled = row is not null || (receiver is not null && _origins.MakerOf(receiver, Around.Within) is not null);
        var site = isModelled || code.IsSource(method) || code.MayHaveEffect(method) ? Call(operation, method, operation.Arguments, row, receiver) : null;
        if (site is not null && isModelled)
            _origins.Make(operation, site);
        foreach (var argument in operation.Arguments)
        {
            if (argument.Value != receiver)
                Argument(argument, operation, row, site);
        }

        if (site is not null)
            _gathered.Add(site, operation);
    }

    public override void VisitMethodReference(IMethodReferenceOperation operation)
    {
        Visit(operation.Instance);
        if (code.IsSource(operation.Method))
            _gathered.Add(new Site(operation.Method.Name, Here(operation), Around) { Member = operation.Method });
    }

    public override void VisitObjectCreation(IObjectCreationOperation operation)
    {
        foreach (var argument in operation.Arguments)
            Visit(argument.Value);
        var row = code.Catalog.Find(operation);
        if (operation.Constructor is { } constructor && (row is not null || code.IsSource(constructor)))
        {
            var site = Call(operation, constructor, operation.Arguments, row, receiver: null);
            if (row is not null)
                _origins.Make(operation, site);
            _gathered.Add(site, operation);
        }

        if (operation.Arguments.Length >= 3 || operation.Initializer is { Initializers.Length: >= 3 })
            _gathered.Add(operation);
        Visit(operation.Initializer);
    }

    public override void VisitSimpleAssignment(ISimpleAssignmentOperation operation)
    {
        var target = operation.Target;
        if (target is IPropertyReferenceOperation { Instance: { } instance, Property: var property })
            PropertySet(operation, property, instance);
        if (target is IMemberReferenceOperation && Lambda(operation.Value) is { } lambda)
            Apart(lambda);
        else
            Visit(operation.Value);
        _origins.Hold(Origins.Variable(target), operation.Value, Around.Within);
    }

    public override void VisitVariableDeclarator(IVariableDeclaratorOperation operation)
    {
        DefaultVisit(operation);
        if (operation.Initializer is { Value: var value })
            _origins.Hold(operation.Symbol, value, Around.Within);
    }

    public override void VisitLocalFunction(ILocalFunctionOperation operation) => Apart(operation.Symbol, operation.Body);

    /// <summary>A call that does not bind, because a name in it is unknown: the compiler's candidates tell what was meant, where a model is at stake.</summary>
    public override void VisitInvalid(IInvalidOperation operation)
    {
        var call = code.Unbound(operation);
        foreach (var child in operation.ChildOperations)
            Visit(Lambda(child)?.Body ?? child);
        if (call is null)
            return;
        var site = new Site(call.Name, Here(operation), Around)
        {
            Member = call.Method,
            Row = call.Row,
            Subject = OriginOf(call.Receiver),
            Receiver = call.Receiver?.Type ?? call.Method?.ContainingType,
        };
        if (call.Row is not null)
            _origins.Make(operation, site);
        _gathered.Add(site, operation);
    }

    private void Argument(IArgumentOperation argument, IInvocationOperation call, Row? row, Site? site)
    {
        var value = Origins.Unconverted(argument.Value);
        var kind = value.Kind;
        if (kind == OperationKind.DelegateCreation)
        {
            var target = ((IDelegateCreationOperation)value).Target;
            if (!DelegateTiming.RunsLater(call, row, argument.Parameter, code.Catalog.Conventions))
                Inside(site, target is IAnonymousFunctionOperation inline ? inline.Body : target);
            else if (target is IAnonymousFunctionOperation later)
                Apart(later, site);
        }
        else if (kind != OperationKind.AnonymousFunction) // a lambda that makes no delegate is an expression tree: data, which nothing runs here
        {
            Visit(argument.Value);
            if (_origins.MakerOf(value, Around.Within) is { } passed && passed.Has(Effect.Client)) // whoever gets it may do anything to it
                _gathered.Add(new Site(call.TargetMethod.Name, Here(argument), Around) { Member = call.TargetMethod, Subject = new(passed, null) });
        }
    }

    /// <summary>The setting of an option, or of a property of what is kept in a store of messages.</summary>
    private void PropertySet(ISimpleAssignmentOperation assignment, IPropertySymbol property, IOperation instance)
    {
        Visit(instance);
        if (code.Catalog.FindOption(property, instance.Type) is { } option)
            _gathered.Add(new Site(property.Name, Here(assignment), Around) { Member = property.OriginalDefinition, Row = option, Subject = OriginOf(instance), IsForever = Duration.IsForever(assignment.Value, option) }, assignment);
        else if (code.Catalog.Conventions.FindStore(property.ContainingType.Name) is { } store)
            _gathered.Add(new Site(property.Name, Here(assignment), Around) { Member = property.OriginalDefinition, Row = store, Subject = OriginOf(instance), Receiver = instance.Type });
    }

    private static IAnonymousFunctionOperation? Lambda(IOperation value) =>
        (Origins.Unconverted(value) as IDelegateCreationOperation)?.Target as IAnonymousFunctionOperation;

    private void Apart(IAnonymousFunctionOperation lambda, Site? within = null) => Apart(lambda.Symbol, lambda.Body, within);

    private void Apart(IMethodSymbol method, IOperation? body, Site? within = null)
    {
        if (body is null)
            return;
        var outer = _gathered.BeginBody();
        Later(body, within);
        EndBody(method, body);
        _gathered.ReturnTo(outer);
    }

    private void EndBody(IMethodSymbol? method, IOperation body) => _gathered.EndBody(method, _owner, Here(body));

    private Site Call(IOperation call, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments, Row? row, IOperation? receiver)
    {
        var passed = row is null ? Passed.Nothing : Passed.Read(row, method, arguments, OriginOf);
        return new(method.Name, Here(call), Around)
        {
            Member = (method.ReducedFrom ?? method).OriginalDefinition,
            Row = row,
            Subject = OriginOf(receiver),
            Receiver = call.Kind == OperationKind.ObjectCreation ? call.Type : receiver?.Type,
            Message = row is not null ? passed.Message : code.MayStandForEffect(method.Name) ? Arguments.FirstOwn(arguments, code) : null,
            Passed = passed,
            Target = row is null ? null : Origins.TargetOf(call),
            IsDirect = call is IInvocationOperation { IsVirtual: false },
        };
    }

    private Origin OriginOf(IOperation? value) => value is null ? default : _origins.Of(value, Around.Within);

    private Place Here(IOperation operation) => new(_tree, operation.Syntax.FullSpan);
}
