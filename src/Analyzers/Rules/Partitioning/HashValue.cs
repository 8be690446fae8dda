using DistPatterns.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistPatterns.Rules.Partitioning;

/// <summary>Tells numbers that are a hash as it was made: any pattern of 32 bits, the smallest int among them.</summary>
internal static class HashValue
{
    private static readonly string[] Words = { "hash", "crc", "checksum", "murmur", "fnv", "digest" };

    /// <summary>Whether an int is a hash, or a local that holds one: of an object, of a library, or 32 bits of an unsigned or longer one.</summary>
    public static bool Is(IOperation value)
    {
        var (hash, cut) = (value, false);
        while (hash is IConversionOperation { Operand: { } inner })
            (hash, cut) = (inner, cut || inner.Type?.SpecialType is SpecialType.System_UInt32 or SpecialType.System_UInt64 or SpecialType.System_Int64);
        return hash switch
        {
            IInvocationOperation call => IsOfObject(call.TargetMethod) || IsReadFromHash(call)
                || (IsNamedSo(call.TargetMethod) && (cut || call.Type?.SpecialType == SpecialType.System_Int32)),
            ILocalReferenceOperation { Local: var local } => Given(local, value).ToList() is { Count: > 0 } given && given.TrueForAll(v => IsGiven(v, cut)),
            _ => false,
        };
    }

    private static bool IsGiven(IOperation value, bool isCut) =>
        ValueOrigins.Unconverted(value) is not ILocalReferenceOperation && (Is(value) || (isCut && IsUnsigned(value)));

    /// <summary>What the local is given, but for what is made of it where the question is asked; a mask in place leaves it no hash.</summary>
    private static IEnumerable<IOperation> Given(ILocalSymbol local, IOperation value) =>
        LocalValues.IsChangedInPlace(local, value)
            ? Enumerable.Empty<IOperation>()
            : LocalValues.Of(local, value).Where(v => !v.Syntax.Span.Contains(value.Syntax.Span));

    private static bool IsOfObject(IMethodSymbol method) =>
        method.Name is "GetHashCode" or "ToHashCode" || method is { Name: "Combine", ContainingType.Name: "HashCode" };

    private static bool IsUnsigned(IOperation value) => ValueOrigins.Unconverted(value) is IInvocationOperation call && IsNamedSo(call.TargetMethod);

    private static bool IsNamedSo(IMethodSymbol method) => IsNamedSo(method.Name) || (method.IsStatic && IsNamedSo(method.ContainingType.Name));

    /// <summary>Four bytes of a hash as a number: <c>BitConverter.ToInt32(md5.ComputeHash(key), 0)</c>.</summary>
    private static bool IsReadFromHash(IInvocationOperation call) =>
        call.TargetMethod.ContainingType.Name is "BitConverter" or "BinaryPrimitives"
        && call.Type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_UInt32
        && call.Arguments.Any(a => IsNamedSo(a.Value.Syntax.ToString()));

    private static bool IsNamedSo(string text) => Array.Exists(Words, w => text.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0);
}
