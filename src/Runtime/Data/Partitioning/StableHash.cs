using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace DistPatterns.Partitioning;

/// <summary>A 64-bit hash that is the same in every process, on every machine and in every version of .NET: XxHash64 with seed 0.</summary>
/// <remarks>
/// <see cref="object.GetHashCode"/> of a string differs from process to process, and may not choose where data lives.
/// The bytes that are hashed are fixed, so that other languages can compute the same: strings as UTF-8 without a mark (a lone
/// surrogate as U+FFFD), integers as eight bytes with the lowest first, Guids as the sixteen bytes of RFC 9562 in the order they are written.
/// </remarks>
public static class StableHash
{
    private const int OnStack = 512;

    /// <summary>The hash of a text, by its UTF-8 bytes: <c>"a"</c> and <c>"A"</c> differ, and so do two Unicode forms of one word.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static ulong Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Encoding.UTF8.GetMaxByteCount(text.Length) > OnStack)
        {
            return Of(Encoding.UTF8.GetBytes(text));
        }

        Span<byte> bytes = stackalloc byte[OnStack];
        return Of(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    /// <summary>The hash of a Guid, by its bytes in the order they are written.</summary>
    public static ulong Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Of(bytes);
    }

    /// <summary>The hash of an integer: an <see cref="int"/> hashes as the <see cref="long"/> of the same value.</summary>
    public static ulong Of(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return Of(bytes);
    }

    /// <summary>The hash of bytes as they are.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes) => XxHash64.HashToUInt64(bytes);

    /// <summary>One hash of two: a draw of <paramref name="second"/> that is independent for each <paramref name="first"/>.</summary>
    internal static ulong Of(ulong first, ulong second)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, first);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], second);
        return Of(bytes);
    }
}
