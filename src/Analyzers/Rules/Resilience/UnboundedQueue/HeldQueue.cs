using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Resilience;

/// <summary>A queue that a field or property of a type holds, and who fills it.</summary>
/// <param name="holder">The field or property.</param>
/// <param name="made">The body that makes it.</param>
/// <param name="graph">The bodies in sight.</param>
internal sealed class HeldQueue(ISymbol holder, BodyFacts made, EffectGraph graph)
{
    /// <summary>The calls of its type that put something into it.</summary>
    public IEnumerable<SiteOf> Writers() => graph.BodiesOf(made.Type)
        .SelectMany(body => body.Sites.Where(s => s.Has(Effect.Enqueue)).Select(s => new SiteOf(body, s)))
        .Where(w => w.BindOperation() is IInvocationOperation call && IsOf(Arguments.Receiver(call)));

    /// <summary>The members that hand the end that is written to out of the type.</summary>
    public IEnumerable<ISymbol> Exposed() => MemberUse.ReadsInFile(holder, made.Place.Tree, made.GetSemanticModel())
        .Select(read => read.Parent is IPropertyReferenceOperation end ? end : read)
        .Where(end => end.Parent is IReturnOperation && IsWritten(end.Type))
        .Select(end => end.SemanticModel!.GetEnclosingSymbol(end.Syntax.SpanStart)).OfType<IMethodSymbol>()
        .Where(m => m.DeclaredAccessibility != Accessibility.Private);

    /// <summary>Whether a writer asks how much the queue holds, and so may bound it itself.</summary>
    public bool IsMeasuredBy(SiteOf writer) => writer.BindOperation() is { } call
        && WholeMember.Around(call).Any(o => o is IPropertyReferenceOperation { Property.Name: "Count", Instance: var measured } && IsOf(measured));

    /// <summary>Whether a body runs for other types, itself or through what calls it; what its own construction fills is finite.</summary>
    public bool IsOpen(BodyFacts body) => IsOpen(body, new());

    private bool IsOpen(BodyFacts body, HashSet<BodyFacts> seen)
    {
        if (!seen.Add(body) || body.Owner is not IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) } method)
            return false;
        return method.DeclaredAccessibility != Accessibility.Private || !method.ExplicitInterfaceImplementations.IsEmpty
            || graph.CallersOf(body).Any(c => IsOpen(c.Body, seen));
    }

    private bool IsWritten(ITypeSymbol? type) => type is INamedTypeSymbol named
        && (SymbolEqualityComparer.Default.Equals(type, (holder as IFieldSymbol)?.Type ?? (holder as IPropertySymbol)?.Type)
            || graph.Catalog.Rows.Any(r => r.Has(Effect.Enqueue) && r.Type == FullName.Of(named.OriginalDefinition)));

    /// <summary>Whether a value is the queue, or an end of it.</summary>
    private bool IsOf(IOperation? value)
    {
        for (; value is not null; value = (value as IMemberReferenceOperation)?.Instance)
        {
            value = ValueOrigins.Unconverted(value);
            if (ValueOrigins.Variable(value) is { } variable && SymbolEqualityComparer.Default.Equals(variable.OriginalDefinition, holder.OriginalDefinition))
                return true;
        }

        return false;
    }
}
