using System.Collections.Immutable;
using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>A call, a creation or the setting of an option that a model speaks of, with its operation: lives only as long as the walk.</summary>
internal readonly record struct ModelledCall(IOperation Operation, Row Row, Site Site)
{
    /// <summary>The value passed for a role, whatever the library calls the parameter, or set; null when the caller left it out.</summary>
    public IOperation? Argument(Role role) => Operation switch
    {
        IInvocationOperation call => Arguments.Named(call.Arguments, Row.ParameterFor(role)),
        IObjectCreationOperation creation => Arguments.Named(creation.Arguments, Row.ParameterFor(role)),
        ISimpleAssignmentOperation setting when Row.ParameterFor(role) is not null => setting.Value,
        _ => null,
    };
}

/// <summary>The operations of one member after the one walk.</summary>
/// <param name="Owner">The method, property, field or event.</param>
/// <param name="Blocks">Its bodies and initialisers.</param>
/// <param name="Facts">What they do, for the graph: the member's own body and those that run at another time.</param>
/// <param name="Calls">The modelled calls, in order.</param>
/// <param name="Settings">Object creations and blocks that set three or more things.</param>
internal readonly record struct MemberOperations(
    ISymbol Owner,
    ImmutableArray<IOperation> Blocks,
    ImmutableArray<BodyFacts> Facts,
    ImmutableArray<ModelledCall> Calls,
    ImmutableArray<IOperation> Settings)
{
    /// <summary>Whether a creation sets so many things that some may belong together.</summary>
    public static bool SetsMany(IObjectCreationOperation creation) => creation.Arguments.Length >= 3 || creation.Initializer is { Initializers.Length: >= 3 };

    /// <summary>Whether the statements of a block set so many members of something.</summary>
    public static bool SetsMany(IBlockOperation block)
    {
        var set = 0;
        foreach (var statement in block.Operations)
            set += MemberSet(statement) is null ? 0 : 1;
        return set >= 3;
    }

    /// <summary>The assignment that a statement is, if it sets a member of something.</summary>
    public static ISimpleAssignmentOperation? MemberSet(IOperation statement) =>
        statement is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: { } } } set }
            ? set
            : null;
}
