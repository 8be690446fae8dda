using System.Collections.Immutable;
using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>The one walk over the operations of a member: it gathers the facts for the graph, and the modelled calls for the live rules.</summary>
internal sealed class FactCollector
{
    private readonly CodeBase _code;
    private readonly ISymbol _owner;
    private readonly List<MethodFacts> _bodies = new();
    private readonly List<ModelledCall> _calls = new();
    private readonly List<IObjectCreationOperation> _creations = new();
    private readonly Dictionary<IOperation, Site> _siteOf = new();
    private readonly Dictionary<ISymbol, Site> _made = new(SymbolEqualityComparer.Default);

    private List<Site> _sites = new();
    private Branch? _branch;
    private Context _context;
    private Site? _within;
    private int _forks;

    private FactCollector(CodeBase code, ISymbol owner) => (_code, _owner) = (code, owner);

    /// <summary>Walks the blocks of one member once.</summary>
    public static Body Collect(CodeBase code, ISymbol owner, ImmutableArray<IOperation> blocks)
    {
        var collector = new FactCollector(code, owner);
        foreach (var block in blocks)
            collector.Visit(block);
        collector.Finish(owner as IMethodSymbol, blocks[0].Syntax);
        return new(owner, blocks, collector._bodies.ToImmutableArray(), collector._calls, collector._creations, code.Catalog);
    }

    private void Visit(IOperation operation)
    {
        // by kind, not by type: this is asked of every operation there is
        switch (operation.Kind)
        {
            case OperationKind.Invocation:
                Invocation((IInvocationOperation)operation);
                break;
            case OperationKind.ObjectCreation:
                Creation((IObjectCreationOperation)operation);
                break;
            case OperationKind.SimpleAssignment:
                Assignment((ISimpleAssignmentOperation)operation);
                break;
            case OperationKind.VariableDeclarator when ((IVariableDeclaratorOperation)operation).Initializer is { } initializer:
                Visit(initializer);
                Remember(((IVariableDeclaratorOperation)operation).Symbol, initializer.Value);
                break;
            case OperationKind.MethodReference:
                MethodReference((IMethodReferenceOperation)operation);
                break;
            case OperationKind.Block:
                Statements((IBlockOperation)operation);
                break;
            case OperationKind.Conditional:
                Conditional((IConditionalOperation)operation);
                break;
            case OperationKind.Switch:
                Visit(((ISwitchOperation)operation).Value);
                InArms(((ISwitchOperation)operation).Cases);
                break;
            case OperationKind.SwitchExpression:
                Visit(((ISwitchExpressionOperation)operation).Value);
                InArms(((ISwitchExpressionOperation)operation).Arms);
                break;
            case OperationKind.Try:
                Try((ITryOperation)operation);
                break;
            case OperationKind.Loop:
                In(Context.Loop, operation);
                break;
            case OperationKind.AnonymousFunction: // held by a variable: it runs where it stands, as far as anyone can tell
                Visit(((IAnonymousFunctionOperation)operation).Body);
                break;
            case OperationKind.LocalFunction when ((ILocalFunctionOperation)operation).Body is { } body:
                Apart(((ILocalFunctionOperation)operation).Symbol, body);
                break;
            case OperationKind.Invalid:
                Unbound((IInvalidOperation)operation);
                break;
            default:
                Children(operation);
                break;
        }
    }

    private void Children(IOperation operation)
    {
        foreach (var child in operation.ChildOperations)
            Visit(child);
    }

    private void Invocation(IInvocationOperation call)
    {
        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        var receiver = call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
        if (receiver is not null)
            Visit(receiver);
        var row = _code.RowOf(call, method);
        var subject = receiver is null ? default : OriginOf(receiver);
        var site = row is not null || subject.Site is not null || _code.IsSource(method) || _code.MayHaveEffect(method)
            ? Site(call, method, row, subject) with { Receiver = receiver?.Type, Target = Origins.TargetOf(call), IsDirect = !call.IsVirtual }
            : null;
        if (site is not null)
        {
            site = Arguments.Describe(site, call.TargetMethod, call.Arguments, OriginOf);
            if (row is not null || subject.Site is not null)
                _siteOf[call] = site; // only what a model knows can be the origin that somebody asks for
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Value != receiver)
                Argument(argument, call, row, site);
        }

        if (site is null)
            return;
        Add(site);
        if (row is not null)
            _calls.Add(new(call, row, site));
    }

    private void Argument(IArgumentOperation argument, IInvocationOperation call, Row? row, Site? site)
    {
        var value = Origins.Unconverted(argument.Value);
        if (value is IDelegateCreationOperation { Target: var target })
        {
            if (!DelegateTiming.RunsLater(call, row, argument.Parameter))
                Inside(site, target is IAnonymousFunctionOperation inline ? inline.Body : target);
            else if (target is IAnonymousFunctionOperation later)
                Apart(later.Symbol, later.Body, site);
        }
        else if (value is not IAnonymousFunctionOperation) // a lambda that makes no delegate is an expression tree: data, which nothing runs here
        {
            Visit(argument.Value);
            if (OriginOf(argument.Value).Site is { } passed && passed.Has(Effect.Client)) // whoever gets it may do anything to it
                Add(Site(argument, call.TargetMethod, null, new(passed, null)));
        }
    }

    private void MethodReference(IMethodReferenceOperation reference)
    {
        if (reference.Instance is { } instance)
            Visit(instance);
        if (_code.IsSource(reference.Method))
            Add(Site(reference, reference.Method, null, default));
    }

    private void Creation(IObjectCreationOperation creation)
    {
        foreach (var argument in creation.Arguments)
            Visit(argument.Value);
        var row = _code.Catalog.Find(creation);
        if (row is not null || (creation.Constructor is { } constructor && _code.IsSource(constructor)))
        {
            var site = Arguments.Describe(Site(creation, creation.Constructor!.OriginalDefinition, row, default) with { Receiver = creation.Type, Target = Origins.TargetOf(creation) }, creation.Constructor, creation.Arguments, OriginOf);
            Add(site);
            if (row is not null)
            {
                _siteOf[creation] = site;
                _calls.Add(new(creation, row, site));
            }
        }

        if (creation.Arguments.Length >= 3 || creation.Initializer is { Initializers.Length: >= 3 })
            _creations.Add(creation);
        if (creation.Initializer is { } initializer)
            Visit(initializer);
    }

    private void Assignment(ISimpleAssignmentOperation assignment)
    {
        if (assignment.Target is IPropertyReferenceOperation { Instance: { } instance } target)
        {
            Visit(instance);
            if (_code.Catalog.FindOption(target.Property, instance.Type) is { } row)
            {
                var site = Site(assignment, target.Property.OriginalDefinition, row, OriginOf(instance)) with { IsForever = Duration.IsForever(assignment.Value, row) };
                Add(site);
                _calls.Add(new(assignment, row, site));
            }
            else if (_code.StoreOf(target.Property.ContainingType) is { } store)
            {
                Add(Site(assignment, target.Property.OriginalDefinition, store, OriginOf(instance)) with { Receiver = instance.Type });
            }
        }

        var value = Origins.Unconverted(assignment.Value);
        if (value is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } && assignment.Target is IMemberReferenceOperation)
            Apart(lambda.Symbol, lambda.Body);
        else
            Visit(assignment.Value);
        if (Origins.Variable(assignment.Target) is { } variable)
            Remember(variable, assignment.Value);
    }

    /// <summary>A call that does not bind, because a name in it is unknown: the compiler's candidates tell what was meant, where a model is at stake.</summary>
    private void Unbound(IInvalidOperation invalid)
    {
        var call = _code.Unbound(invalid);
        foreach (var child in invalid.ChildOperations)
        {
            if (Origins.Unconverted(child) is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda })
                Visit(lambda.Body);
            else
                Visit(child);
        }

        if (call is null)
            return;
        var subject = call.Receiver is null ? default : OriginOf(call.Receiver);
        var site = Site(invalid, call.Name, call.Method, call.Row, subject) with { Receiver = call.Receiver?.Type ?? call.Method?.ContainingType };
        Add(site);
        if (call.Row is not null)
        {
            _siteOf[invalid] = site;
            _calls.Add(new(invalid, call.Row, site));
        }
    }

    private void Statements(IBlockOperation block)
    {
        var outer = _branch;
        foreach (var statement in block.Operations)
        {
            if (statement is not IConditionalOperation conditional)
                Visit(statement);
            else if (Conditional(conditional) is var fork && conditional.WhenFalse is null && Flow.Leaves(conditional.WhenTrue))
                _branch = new(_branch, fork, arm: 1); // what follows a guard is its other arm
        }

        _branch = outer;
    }

    private int Conditional(IConditionalOperation conditional)
    {
        Visit(conditional.Condition);
        return InArms(new[] { conditional.WhenTrue, conditional.WhenFalse });
    }

    /// <summary>Visits the arms of a new fork, and returns its number.</summary>
    private int InArms(IEnumerable<IOperation?> arms)
    {
        var (outer, fork, arm) = (_branch, ++_forks, 0);
        foreach (var operation in arms)
        {
            _branch = new(outer, fork, arm++);
            if (operation is not null)
                Visit(operation);
        }

        _branch = outer;
        return fork;
    }

    private void Try(ITryOperation attempt)
    {
        var (outer, context, fork) = (_branch, _context, ++_forks);
        _branch = new(outer, fork, arm: 0);
        Visit(attempt.Body);
        _branch = new(outer, fork, arm: 1);
        _context |= Context.Catch;
        foreach (var handler in attempt.Catches)
            Visit(handler);
        (_branch, _context) = (outer, context);
        if (attempt.Finally is { } last)
        {
            _context |= Context.Finally;
            Visit(last);
            _context = context;
        }
    }

    private void In(Context more, IOperation operation)
    {
        var outer = _context;
        _context |= more;
        Children(operation);
        _context = outer;
    }

    /// <summary>A delegate that runs during the call it is given to.</summary>
    private void Inside(Site? call, IOperation body)
    {
        var outer = _within;
        _within = call ?? outer;
        Visit(body);
        _within = outer;
    }

    /// <summary>A body of its own: it runs at another time than the code around it.</summary>
    private void Apart(IMethodSymbol method, IOperation body, Site? within = null)
    {
        var outer = (_sites, _branch, _context, _within);
        (_sites, _branch, _context, _within) = (new(), null, Context.None, within);
        Visit(body);
        Finish(method, body.Syntax);
        (_sites, _branch, _context, _within) = outer;
    }

    private void Finish(IMethodSymbol? method, SyntaxNode syntax)
    {
        if (_sites.Count > 0 || method is not null)
            _bodies.Add(new(method, _owner, _sites.ToImmutableArray(), new(syntax.SyntaxTree, syntax.Span)));
    }

    private Site Site(IOperation operation, ISymbol member, Row? row, Origin subject) => Site(operation, member.Name, member, row, subject);

    private Site Site(IOperation operation, string name, ISymbol? member, Row? row, Origin subject) => new(name, new(operation.Syntax.SyntaxTree, operation.Syntax.Span))
    {
        Member = member,
        Row = row,
        Subject = subject,
        Within = _within,
        Branch = _branch,
        Context = _context,
    };

    private void Add(Site site) => _sites.Add(site);

    private void Remember(ISymbol variable, IOperation value)
    {
        if (OriginOf(value).Site is { } site)
            _made[variable] = site;
    }

    private Origin OriginOf(IOperation value)
    {
        value = Origins.Unconverted(value);
        return value switch
        {
            IAwaitOperation awaited => OriginOf(awaited.Operation),
            IParameterReferenceOperation parameter => new(LambdaCall(parameter.Parameter), parameter.Parameter),
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver, Parent: var parent } => new(Initialised(parent), null),
            _ when Origins.Variable(value) is { } variable => new(_made.Count > 0 && _made.TryGetValue(variable, out var maker) ? maker : null, variable),
            _ => new(SiteOf(value), null),
        };
    }

    private Site? SiteOf(IOperation operation) => _siteOf.Count > 0 && _siteOf.TryGetValue(operation, out var site) ? site : null;

    /// <summary>The parameter of a lambda that runs inside a call stands for what that call makes.</summary>
    private Site? LambdaCall(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } ? _within : null;

    private Site? Initialised(IOperation? operation)
    {
        while (operation is not (null or IObjectCreationOperation))
            operation = operation.Parent;
        return operation is null ? null : SiteOf(operation);
    }
}
