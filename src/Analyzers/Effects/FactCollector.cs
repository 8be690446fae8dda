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
        var isModelled = row is not null || (receiver is not null && _origins.MakerOf(receiver, Within) is not null);
        var site = isModelled || code.IsSource(method) || code.MayHaveEffect(method)
            ? Call(operation, method, operation.Arguments, row, receiver is null ? default : _origins.Of(receiver, Within), receiver?.Type, isDirect: !operation.IsVirtual)
            : null;
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
            _gathered.Add(Site(operation, operation.Method.Name, operation.Method, null, default));
    }

    public override void VisitObjectCreation(IObjectCreationOperation operation)
    {
        foreach (var argument in operation.Arguments)
            Visit(argument.Value);
        var row = code.Catalog.Find(operation);
        if (operation.Constructor is { } constructor && (row is not null || code.IsSource(constructor)))
        {
            var site = Call(operation, constructor, operation.Arguments, row, default, operation.Type, isDirect: false);
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
        _origins.Hold(Origins.Variable(target), operation.Value, Within);
    }

    public override void VisitVariableDeclarator(IVariableDeclaratorOperation operation)
    {
        DefaultVisit(operation);
        if (operation.Initializer is { Value: var value })
            _origins.Hold(operation.Symbol, value, Within);
    }

    public override void VisitLocalFunction(ILocalFunctionOperation operation)
    {
        if (operation.Body is { } body)
            Apart(operation.Symbol, body);
    }

    /// <summary>A call that does not bind, because a name in it is unknown: the compiler's candidates tell what was meant, where a model is at stake.</summary>
    public override void VisitInvalid(IInvalidOperation operation)
    {
        var call = code.Unbound(operation);
        foreach (var child in operation.ChildOperations)
            Visit(Lambda(child)?.Body ?? child);
        if (call is null)
            return;
        var subject = call.Receiver is null ? default : _origins.Of(call.Receiver, Within);
        var site = Site(operation, call.Name, call.Method, call.Row, subject, call.Receiver?.Type ?? call.Method?.ContainingType);
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
            if (!DelegateTiming.RunsLater(call, row, argument.Parameter))
                Inside(site, target is IAnonymousFunctionOperation inline ? inline.Body : target);
            else if (target is IAnonymousFunctionOperation later)
                Apart(later, site);
        }
        else if (kind != OperationKind.AnonymousFunction) // a lambda that makes no delegate is an expression tree: data, which nothing runs here
        {
            Visit(argument.Value);
            if (_origins.MakerOf(value, Within) is { } passed && passed.Has(Effect.Client)) // whoever gets it may do anything to it
                _gathered.Add(Site(argument, call.TargetMethod.Name, call.TargetMethod, null, new(passed, null)));
        }
    }

    /// <summary>The setting of an option, or of a property of what is kept in a store of messages.</summary>
    private void PropertySet(ISimpleAssignmentOperation assignment, IPropertySymbol property, IOperation instance)
    {
        Visit(instance);
        if (code.Catalog.FindOption(property, instance.Type) is { } row)
            _gathered.Add(Site(assignment, property.Name, property.OriginalDefinition, row, _origins.Of(instance, Within), isForever: Duration.IsForever(assignment.Value, row)), assignment);
        else if (code.Catalog.Conventions.FindStore(property.ContainingType.Name) is { } store)
            _gathered.Add(Site(assignment, property.Name, property.OriginalDefinition, store, _origins.Of(instance, Within), instance.Type));
    }

    private static IAnonymousFunctionOperation? Lambda(IOperation value) =>
        (Origins.Unconverted(value) as IDelegateCreationOperation)?.Target as IAnonymousFunctionOperation;

    private void Apart(IAnonymousFunctionOperation lambda, Site? within = null) => Apart(lambda.Symbol, lambda.Body, within);

    private void Apart(IMethodSymbol method, IOperation body, Site? within = null) => _gathered.Apart(() =>
    {
        Later(body, within);
        EndBody(method, body);
    });

    private void EndBody(IMethodSymbol? method, IOperation body) => _gathered.EndBody(method, _owner, Here(body));

    private Site Call(IOperation call, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments, Row? row, Origin subject, ITypeSymbol? receiver, bool isDirect)
    {
        var passed = row is null ? Passed.Nothing : Passed.Read(row, method, arguments, value => _origins.Of(value, Within));
        return new(method.Name, Here(call))
        {
            Member = (method.ReducedFrom ?? method).OriginalDefinition,
            Row = row,
            Subject = subject,
            Receiver = receiver,
            Message = row is null ? Arguments.FirstOwn(arguments, code) : passed.Message,
            Passed = passed,
            Target = row is null ? null : Origins.TargetOf(call),
            IsDirect = isDirect,
            Within = Within,
            Branch = Branch,
            Context = Context,
        };
    }

    private Site Site(IOperation operation, string name, ISymbol? member, Row? row, Origin subject, ITypeSymbol? receiver = null, bool isForever = false) =>
        new(name, Here(operation))
        {
            Member = member,
            Row = row,
            Subject = subject,
            Receiver = receiver,
            IsForever = isForever,
            Within = Within,
            Branch = Branch,
            Context = Context,
        };

    private Place Here(IOperation operation) => new(_tree, operation.Syntax.FullSpan);
}
