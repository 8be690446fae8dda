using DistPatterns.Catalog;
using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Partitioning;

/// <summary>
/// Strings are hashed with a seed that is random in each process. A partition chosen by such a hash is another one in every
/// instance, and after every restart: the order of a key's messages is lost, and what one process stored another does not find.
/// </summary>
/// <remarks>Silent for tables, pools and locks inside the process, for comparers, and where no name says that others see the destination.</remarks>
internal sealed class UnstablePartitionHash() : ScopeRule(Definition, Effect.UnstableHash)
{
    private static readonly DiagnosticDescriptor Definition = Describe.Rule("DP5001",
        title: "Partition chosen by a hash that differs from process to process",
        messageFormat: "'{0}' differs from process to process, and decides {1}: "
            + "another instance, or this one after a restart, decides differently for the same key. "
            + "Hash the key's bytes with a stable function, such as XxHash64.",
        category: Family.Partitioning,
        defaultSeverity: DiagnosticSeverity.Warning);

    public override IEnumerable<Finding> Judge(EffectGraph graph, Settings settings)
    {
        foreach (var made in graph.Modelled)
        {
            if (made.Site.Has(Effect.UnstableHash) && made.Body.Owner.Name != "GetHashCode"
                && made.BindOperation() is IInvocationOperation hash && IsKnown(hash) && HashDestination.Of(hash, made.Body, graph) is { } choice)
                yield return Finding.At(hash, hash.Syntax.ToString(), choice.What) with
                {
                    Severity = IsSeeded(hash) && !choice.MayBeOwn ? null : DiagnosticSeverity.Info,
                };
        }
    }

    /// <summary>Whether the type that hashes is known: a type parameter may stand for a number, and a library's own type may hash its bytes.</summary>
    private static bool IsKnown(IInvocationOperation hash) =>
        hash.Instance?.Type is not ITypeParameterSymbol
        && (hash.TargetMethod.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) ?? false)
        && (hash.TargetMethod.ContainingType.SpecialType != SpecialType.System_Object || hash.Instance?.Type?.IsReferenceType == true);

    /// <summary>.NET Framework hashes strings without a seed unless told to; its hashes still differ between 32 and 64 bits.</summary>
    private static bool IsSeeded(IOperation hash) => hash.SemanticModel?.Compilation.ObjectType.ContainingAssembly.Name != "mscorlib";
}
