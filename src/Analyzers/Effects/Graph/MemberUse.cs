using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Effects;

/// <summary>A place that uses what a member returns, bound anew, and the member that it stands in.</summary>
/// <param name="Operation">The call, the reference to the method, or the read; null where it cannot be bound.</param>
/// <param name="Owner">The member.</param>
/// <param name="Call">The call, where it is one.</param>
internal readonly record struct MemberUse(IOperation? Operation, ISymbol Owner, SiteOf? Call = null)
{
    /// <summary>The uses of a member: of a method its callers, of a property its reads in the same file.</summary>
    public static IEnumerable<MemberUse> Of(BodyFacts body, EffectGraph graph) => body.Method?.AssociatedSymbol is { } property
        ? ReadsInFile(property, body.Place.Tree, body.GetSemanticModel())
            .Select(o => new MemberUse(o, o.SemanticModel!.GetEnclosingSymbol(o.Syntax.SpanStart) ?? body.Owner))
        : graph.CallersOf(body).Select(c => new MemberUse(c.BindOperation(), c.Body.Owner, c));

    /// <summary>Where a file names a property or field of its own.</summary>
    public static IEnumerable<IOperation> ReadsInFile(ISymbol member, SyntaxTree file, SemanticModel? model) => file.GetRoot().DescendantNodes()
        .OfType<SimpleNameSyntax>().Where(n => n.Identifier.ValueText == member.Name)
        .Select(n => model?.GetOperation(n.Parent is MemberAccessExpressionSyntax access && access.Name == n ? access : n))
        .Where(o => o is IMemberReferenceOperation { Member.OriginalDefinition: var read } && SymbolEqualityComparer.Default.Equals(read, member))
        .OfType<IOperation>();
}
