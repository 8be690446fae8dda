using DistPatterns.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>What becomes of a result that says whether, or how far, a call succeeded.</summary>
internal enum ResultUse
{
    /// <summary>Nothing looks at what it says: it is dropped, only released, or other members of it are read.</summary>
    Ignored,

    /// <summary>The member returns it: its callers must look.</summary>
    Returned,

    /// <summary>Something looks at it, or gets it and may.</summary>
    Read,
}

/// <summary>Tells whether the result of a call is looked at within its member.</summary>
internal static class ResultUses
{
    /// <param name="call">What gives the result.</param>
    /// <param name="row">The model of the call that it comes from: <c>must-read</c> names the members that tell; without them the result itself does.</param>
    public static ResultUse Of(IOperation call, Row row)
    {
        var tells = row.Arguments(ClauseKind.MustRead).ToArray();
        var use = ResultUse.Ignored;
        foreach (var value in ValueFlow.Uses(call))
            use = Max(use, OfUse(value, tells));
        return use;
    }

    private static ResultUse OfUse(IOperation value, string[] tells) => value.Parent switch
    {
        IExpressionStatementOperation => ResultUse.Ignored,
        ISimpleAssignmentOperation { Target: IDiscardOperation } => ResultUse.Ignored,
        IUsingOperation @using when @using.Resources == value => ResultUse.Ignored,
        IReturnOperation when !IsInLambda(value) => ResultUse.Returned,
        { } parent when MemberOn(value, parent) is { } member => IsIgnored(member, tells) ? ResultUse.Ignored : ResultUse.Read,
        _ => ResultUse.Read,
    };

    private static bool IsIgnored(string member, string[] tells) =>
        member is "Dispose" or "DisposeAsync" || (tells.Length > 0 && Array.IndexOf(tells, member) < 0);

    /// <summary>The member that is read or called on a value, also where the value may be null.</summary>
    private static string? MemberOn(IOperation value, IOperation parent) => parent switch
    {
        IPropertyReferenceOperation property when property.Instance == value => property.Property.Name,
        IInvocationOperation call when call.Instance == value => call.TargetMethod.Name,
        IConditionalAccessOperation access when access.Operation == value =>
            access.WhenNotNull.DescendantsAndSelf().OfType<IConditionalAccessInstanceOperation>().FirstOrDefault() is { Parent: { } inner } instance
                ? MemberOn(instance, inner)
                : null,
        _ => null,
    };

    /// <summary>What a lambda returns goes to the code that runs it.</summary>
    private static bool IsInLambda(IOperation value) => EnclosingFunction.Of(value) is IAnonymousFunctionOperation;

    private static ResultUse Max(ResultUse a, ResultUse b) => a > b ? a : b;
}
