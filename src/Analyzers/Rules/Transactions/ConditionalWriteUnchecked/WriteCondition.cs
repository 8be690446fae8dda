using System.Text.RegularExpressions;
using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Transactions;

/// <summary>The condition of a write: a predicate, a filter, SQL.</summary>
internal static class WriteCondition
{
    private const RegexOptions InAnyCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const string Versions = "row_?version|version|concurrency_?(stamp|token)|etag|revision"
        + "|fenc(e|ing)(_?token)?|lock_?token|lease_?token|epoch|generation";
    private static readonly Regex Version = new($"(^|_|(?-i:(?<=[a-z0-9])(?=[A-Z])))({Versions})$", InAnyCase);
    private static readonly Regex State = new("(state|status)$", InAnyCase);
    private static readonly Regex VersionInSql = new(
        $@"^\s*(update|delete)\b.*\bwhere\b.*[\s.(""\[`]([a-z]+_)?({Versions})[""\]`]?\s*=", InAnyCase | RegexOptions.Singleline);

    /// <summary>Whether the member around a write names a version or a state at all.</summary>
    public static bool MayStandAround(Site write) => NamesAround.UsedInMember(write.Place).Any(n => Version.IsMatch(n) || State.IsMatch(n));

    public static IOperation? Of(IInvocationOperation write, Row row) => Arguments.Named(write.Arguments, row.ParameterFor(Role.Condition));

    /// <summary>Whether it asks for one thing that still is as it was read: its version, or the state that the write takes it out of.</summary>
    public static bool IsAboutChange(IOperation condition)
    {
        condition = ValueFlow.Initial(condition);
        if (condition is IInterpolatedStringOperation || condition.Type?.SpecialType == SpecialType.System_String)
            return VersionInSql.IsMatch(NameExpression.Of(condition));
        var compared = Compared(condition).ToList();
        return compared.Any(m => m.Name is "Id" or "_id" || m.Name.EndsWith("Id", StringComparison.Ordinal)) && compared.Any(m => Version.IsMatch(m.Name))
            || (compared.Any(m => m.Name is "Id" or "_id" || m.Name == m.ContainingType.Name + "Id") && compared.Any(m => State.IsMatch(m.Name)));
    }

    /// <summary>Whether a write that finds nothing may insert: then a lost race is an insert, and the store refuses the second of two.</summary>
    public static bool MayInsert(IInvocationOperation write, Row row)
    {
        if (row.Arguments(ClauseKind.Inserts).FirstOrDefault() is not { } insert
            || Arguments.Named(write.Arguments, row.ParameterFor(Role.Options)) is not { } options)
            return false;
        return ValueFlow.Initial(options) is not IObjectCreationOperation made
            || made.Descendants().OfType<ISimpleAssignmentOperation>()
                .Any(a => a.Target is IPropertyReferenceOperation { Property.Name: var set } && set == insert
                    && a.Value.ConstantValue is not { HasValue: true, Value: false });
    }

    /// <summary>The members that must equal something: <c>x.Version == version</c>, <c>Eq(x => x.Version, version)</c>.</summary>
    private static IEnumerable<ISymbol> Compared(IOperation condition)
    {
        foreach (var operation in condition.DescendantsAndSelf())
        {
            var members = operation switch
            {
                IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals => new[] { MemberOf(equals.LeftOperand), MemberOf(equals.RightOperand) },
                IInvocationOperation { TargetMethod.Name: "Eq" } eq when eq.Arguments.Length > 0 => new[]
                {
                    eq.Arguments[0].Descendants().OfType<IMemberReferenceOperation>().FirstOrDefault(m => Root(m) is IParameterReferenceOperation)?.Member,
                },
                _ => Array.Empty<ISymbol?>(),
            };
            foreach (var member in members)
            {
                if (member is not null)
                    yield return member;
            }
        }
    }

    /// <summary>A member of what the predicate is about, and not of what it is compared with.</summary>
    private static ISymbol? MemberOf(IOperation operand) => ValueOrigins.Unconverted(operand) is IMemberReferenceOperation reference
        && Root(reference) is IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } }
            ? reference.Member
            : null;

    private static IOperation? Root(IMemberReferenceOperation member) => member.Instance is IMemberReferenceOperation outer ? Root(outer) : member.Instance;
}
