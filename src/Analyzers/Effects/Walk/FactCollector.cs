using System.Collections.Immutable;
using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>The one walk over the operations of a member: it gathers the facts for the graph, and the modelled calls for the live rules.</summary>
/// <remarks>Used again for one member after the other, never for two at a time.</remarks>
internal sealed class FactCollector : OperationWalker
{
    private readonly CodeBase _code;
    private readonly ValueOrigins _origins = new();
    private readonly SiteReader _sites;
    private readonly FactsBuilder _facts;

    private ISymbol _owner = null!; // the member that is walked
    private int _inlined; // lambdas around the walk that run in the body it gathers for

    /// <param name="code">What is in sight.</param>
    public FactCollector(CodeBase code)
    {
        _code = code;
        _sites = new(code, _origins);
        _facts = new(code.Catalog);
    }

    /// <summary>Walks the blocks of one member once.</summary>
    public MemberOperations Collect(ISymbol owner, ImmutableArray<IOperation> blocks)
    {
        _owner = owner;
        _sites.Tree = blocks[0].Syntax.SyntaxTree;
        foreach (var block in blocks)
            Visit(block);
        if ((blocks.FirstOrDefault(b => b.Kind == OperationKind.Block) ?? blocks.FirstOrDefault(IsBody)) is { } body)
            EndBody(owner as IMethodSymbol, body);
        _origins.Clear();
        return _facts.EndMember(owner, blocks);
    }

    public override void VisitInvocation(IInvocationOperation operation)
    {
        var receiver = Arguments.Receiver(operation);
        Visit(receiver);
        foreach (var argument in operation.Arguments) // what is passed is made before the call
        {
            if (argument.Value != receiver && Delegate(argument) is null)
                Value(argument, operation);
        }

        var row = _code.RowOf(operation);
        // by a row, or because it acts on what a modelled call made: only such a call can be the origin that a rule asks for
        var isModelled = row is not null || (receiver is not null && MakerOf(receiver) is not null);
        var site = isModelled || operation.TargetMethod.MethodKind == MethodKind.DelegateInvoke || _code.Follows(operation.TargetMethod)
            ? _sites.Read(operation, row, receiver)
            : null;
        if (site is not null && (isModelled || MayBeAskedFor(operation)))
            _origins.Make(operation, site);
        foreach (var argument in operation.Arguments)
        {
            if (argument.Value != receiver && Delegate(argument) is { } code)
                Delegated(code, argument.Parameter, operation, site);
        }

        if (site is not null)
            _facts.Add(site, operation);
    }

    public override void VisitMethodReference(IMethodReferenceOperation operation)
    {
        Visit(operation.Instance);
        if (_code.IsSource(operation.Method))
            _facts.Add(_sites.Read(operation), operation);
    }

    public override void VisitObjectCreation(IObjectCreationOperation operation)
    {
        var row = _code.Catalog.Find(operation);
        foreach (var argument in operation.Arguments)
        {
            if (Delegate(argument) is { } code && DelegateTiming.IsDeferred(row, argument.Parameter))
                Later(code);
            else
                Visit(argument.Value);
        }

        if (operation.Constructor is { } constructor && (row is not null || _code.IsSource(constructor)))
            AddMade(_sites.Read(operation, constructor, row), operation);
        if (MemberOperations.SetsMany(operation))
            _facts.AddSettings(operation);
        Visit(operation.Initializer);
    }

    /// <summary>The code that reads an attribute makes it, not the member that has it.</summary>
    public override void VisitAttribute(IAttributeOperation operation)
    {
        if (operation.Operation is IObjectCreationOperation creation && MemberOperations.SetsMany(creation))
            _facts.AddSettings(creation);
    }

    public override void VisitBlock(IBlockOperation operation)
    {
        if (MemberOperations.SetsMany(operation))
            _facts.AddSettings(operation);
        DefaultVisit(operation);
    }

    public override void VisitSimpleAssignment(ISimpleAssignmentOperation operation)
    {
        Visit(operation.Target);
        if (_sites.Read(operation) is { } setting)
            _facts.Add(setting, operation);
        Visit(operation.Value);
        Hold(ValueOrigins.Variable(operation.Target), operation.Value);
    }

    public override void VisitVariableDeclarator(IVariableDeclaratorOperation operation)
    {
        DefaultVisit(operation);
        if (operation.Initializer is { Value: var value })
            Hold(operation.Symbol, value);
    }

    public override void VisitReturn(IReturnOperation operation)
    {
        DefaultVisit(operation);
        if (_inlined == 0 && operation.ReturnedValue is { } value)
            _facts.Return(_origins.Of(value, _sites.Within));
    }

    public override void VisitCatchClause(ICatchClauseOperation operation)
    {
        if (operation.Handler.Operations.LastOrDefault() is not (IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }))
            _facts.Swallow();
        DefaultVisit(operation);
    }

    public override void VisitAnonymousFunction(IAnonymousFunctionOperation operation) => Lambda(operation, givenTo: null);

    public override void VisitLocalFunction(ILocalFunctionOperation operation) => Apart(operation.Symbol, operation.Body, within: null);

    /// <summary>A call that does not bind, because a name in it is unknown: the compiler's candidates tell what was meant, where a model is at stake.</summary>
    public override void VisitInvalid(IInvalidOperation operation)
    {
        var known = _code.Unbound(operation);
        foreach (var child in operation.ChildOperations.Where(c => c is not IAnonymousFunctionOperation))
            Visit(child);
        // of what a model knows to be made, an unknown call may be anything
        var call = known ?? CodeBase.UnknownCall(operation);
        var isAsked = known is not null || (call?.Receiver is { } receiver && MakerOf(receiver) is not null);
        var site = isAsked ? _sites.Read(operation, call!) : null;
        foreach (var lambda in operation.ChildOperations.OfType<IAnonymousFunctionOperation>())
            Lambda(lambda, site);
        if (site is not null)
            AddMade(site, operation);
    }

    private void Value(IArgumentOperation argument, IInvocationOperation call)
    {
        Visit(argument.Value);
        // the code that gets it may do anything to it
        if (MakerOf(argument.Value) is { } made && (made.Has(Effect.Client) || (made.Row is null && IsModelled(argument.Value.Type))))
            _facts.Add(_sites.Read(argument, call, made), argument);
    }

    private void Delegated(IOperation code, IParameterSymbol? parameter, IInvocationOperation call, Site? site)
    {
        if (code is IAnonymousFunctionOperation lambda)
            Lambda(lambda, site);
        else if (!DelegateTiming.RunsLater(call, site?.Row, parameter, _code.Catalog.Conventions))
            Visit(code, site ?? _sites.Within);
    }

    private void Lambda(IAnonymousFunctionOperation lambda, Site? givenTo)
    {
        switch (DelegateTiming.Of(lambda, givenTo?.Row, _code.Catalog.Conventions))
        {
            case Timing.Now:
                _inlined++;
                Visit(lambda.Body, givenTo ?? _sites.Within);
                _inlined--;
                break;
            case Timing.Later:
                Apart(lambda.Symbol, lambda.Body, givenTo);
                break;
        }
    }

    /// <summary>A lambda that an object keeps is a body of its own; a method already is one, and what it makes for a <c>Lazy</c> is the Lazy's.</summary>
    private void Later(IOperation code)
    {
        if (code is IAnonymousFunctionOperation lambda)
            Apart(lambda.Symbol, lambda.Body, within: null);
        else if (code is IMethodReferenceOperation && ValueOrigins.TargetOf(code) is not null)
            Visit(code);
    }

    private void Apart(IMethodSymbol method, IOperation? body, Site? within)
    {
        if (body is null)
            return;
        var (outer, inlined) = (_facts.BeginBody(), _inlined);
        _inlined = 0;
        Visit(body, within);
        EndBody(method, body);
        _facts.ReturnTo(outer);
        _inlined = inlined;
    }

    private void Visit(IOperation operation, Site? within)
    {
        var outer = _sites.Within;
        _sites.Within = within;
        Visit(operation);
        _sites.Within = outer;
    }

    private void AddMade(Site site, IOperation operation)
    {
        if (site.Row is not null)
            _origins.Make(operation, site);
        _facts.Add(site, operation);
    }

    private void EndBody(IMethodSymbol? method, IOperation body) => _facts.EndBody(method, _owner, _sites.PlaceOf(body));

    /// <summary>The code that a call is given, to run it.</summary>
    private static IOperation? Delegate(IArgumentOperation argument) => (ValueOrigins.Unconverted(argument.Value) as IDelegateCreationOperation)?.Target;

    /// <summary>
    /// Of our own methods, those whose task is handed on, or that may make for their caller what a
    /// model knows: a client, options or a token with a deadline.
    /// </summary>
    private bool MayBeAskedFor(IInvocationOperation call) =>
        call.Parent is IInvocationOperation || call.Type?.Name == nameof(CancellationToken) || IsModelled(call.Type);

    /// <summary>Whether a model speaks of making such objects, going by the name.</summary>
    private bool IsModelled(ITypeSymbol? type) => type is { SpecialType: SpecialType.None } && _code.Catalog.KnowsName(type.MetadataName);

    private Site? MakerOf(IOperation value) => _origins.MakerOf(value, _sites.Within);

    private void Hold(ISymbol? variable, IOperation value) => _origins.Hold(variable, value, _sites.Within);

    /// <summary>The defaults of its parameters, and its attributes, are none of a member's doing: of one without a body they are all there is.</summary>
    private static bool IsBody(IOperation block) => block.Kind is not (OperationKind.Attribute or OperationKind.ParameterInitializer);
}
