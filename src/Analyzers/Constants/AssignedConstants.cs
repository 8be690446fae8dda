using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Constants;

/// <summary>Reads groups of constants from the statements of one block: what it sets of one local, parameter or field, or of its own object.</summary>
internal static class AssignedConstants
{
    public static IEnumerable<ConstantGroup> In(IBlockOperation block, Func<string, bool> wanted)
    {
        var set = block.Operations.Select(MemberOperations.MemberSet).OfType<ISimpleAssignmentOperation>();
        foreach (var group in set.GroupBy(Holder, SymbolEqualityComparer.Default))
        {
            if (group.Key is null || group.Count(a => wanted(Member(a).Member.Name)) < 2)
                continue; // nearly every one
            var values = new List<NamedConstant>();
            foreach (var last in group.GroupBy(a => Member(a).Member.Name, StringComparer.Ordinal).Select(g => g.Last()))
                CodeConstants.Add(values, Member(last).Member.Name, last.Value);
            var type = Member(group.First()).Instance!.Type;
            yield return new(type?.Name ?? "", type, values);
        }
    }

    private static IMemberReferenceOperation Member(ISimpleAssignmentOperation set) => (IMemberReferenceOperation)set.Target;

    /// <summary>The variable whose member is set, or the type of the block's own object.</summary>
    private static ISymbol? Holder(ISimpleAssignmentOperation set) => Member(set).Instance switch
    {
        IParameterReferenceOperation { Parameter: var parameter } => parameter,
        IInstanceReferenceOperation { Type: var own } => own,
        { } instance => ValueOrigins.Variable(instance),
        null => null,
    };
}
