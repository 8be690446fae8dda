using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Caching;

/// <summary>What a commit makes durable: what it is given, or what was changed for it before.</summary>
internal sealed class ChangedEntities
{
    private readonly HashSet<ISymbol> _variables = new(SymbolEqualityComparer.Default);
    private readonly List<IReadOnlyList<string>> _names = new();

    /// <param name="commit">The commit.</param>
    /// <param name="from">Where in the text the changes begin that it makes durable: behind the commit before it.</param>
    /// <param name="graph">What the calls of its body do.</param>
    public ChangedEntities(SiteOf commit, int from, EffectGraph graph)
    {
        if (commit.BindOperation() is not IInvocationOperation call)
            return;
        Add(call);
        if (_names.Count > 0)
            return;
        var end = commit.Site.Place.Span.Start;
        foreach (var write in commit.Body.Sites.Where(s => IsBetween(s.Place.Span.Start) && IsWrite(s)))
            Add(new SiteOf(commit.Body, write).BindOperation());
        foreach (var operation in WholeMember.Around(call).Where(o => IsBetween(o.Syntax.SpanStart)))
            AddChanged(operation);

        bool IsBetween(int position) => position > from && position < end;

        bool IsWrite(Site site) => graph.EffectAt(commit.Body, site)?.Row.Has(Effect.Write | Effect.ConditionalWrite) == true;
    }

    /// <summary>The entities, each as the words of its name.</summary>
    public IEnumerable<IReadOnlyList<string>> Names => _names;

    /// <summary>Whether a variable is among what was changed or was used to find it.</summary>
    public bool Holds(ISymbol variable) => _variables.Contains(variable);

    /// <summary>The objects that a value is made of: what it names, and what the locals in it were made of.</summary>
    public static IEnumerable<IOperation> Objects(IOperation value) => Named(ValueFlow.Initial(value)).SelectMany(o => Initial(o).Prepend(o));

    /// <summary>The locals and parameters that a value is made of.</summary>
    public static IEnumerable<ISymbol> Variables(IOperation value) => Objects(value).Select(o => o switch
    {
        ILocalReferenceOperation local => (ISymbol)local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    }).OfType<ISymbol>();

    private static IEnumerable<IOperation> Initial(IOperation reference) =>
        ValueFlow.Initial(reference) is var initial && initial != reference ? Named(initial) : Enumerable.Empty<IOperation>();

    private static IEnumerable<IOperation> Named(IOperation value) =>
        value.DescendantsAndSelf().Where(o => o is ILocalReferenceOperation or IParameterReferenceOperation);

    private void Add(IOperation? operation)
    {
        if (operation is not IInvocationOperation call)
            return;
        var given = call.Arguments.Where(a => a.ArgumentKind != ArgumentKind.DefaultValue).Select(a => ValueOrigins.Unconverted(a.Value)).ToList();
        _names.AddRange(given.SelectMany(a => EntityNames.In(a.Type)));
        if (Arguments.Receiver(call) is { Type: { } receiver } && IsNamedAfterEntity(receiver))
            _names.AddRange(EntityNames.In(receiver));
        _variables.UnionWith(given.SelectMany(Variables));
    }

    /// <summary>An assignment to an entity's property, or a call that tells an entity to change.</summary>
    private void AddChanged(IOperation operation)
    {
        var entity = operation switch
        {
            IAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } instance } } => instance,
            IInvocationOperation { TargetMethod.ReturnsVoid: true, Instance: { } instance } => instance,
            _ => null,
        };
        if (entity is not (ILocalReferenceOperation or IParameterReferenceOperation)
            || entity.Type is not { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false } type)
            return;
        _names.AddRange(EntityNames.In(type));
        _variables.UnionWith(Variables(entity));
    }

    /// <summary>A set, a collection or a query of entities, or a repository that says in its name of which.</summary>
    private static bool IsNamedAfterEntity(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeArguments.Length: > 0 } || Words.Of(type.Name).LastOrDefault() is "repository" or "store" or "dao";
}
