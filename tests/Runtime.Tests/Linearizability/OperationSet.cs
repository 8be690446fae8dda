using System.Numerics;

namespace DistPatterns.Runtime.Tests.Linearizability;

/// <summary>An immutable set of small numbers that compares by value.</summary>
internal sealed class OperationSet : IEquatable<OperationSet>
{
    private readonly ulong[] words;

    public OperationSet(int capacity)
        : this(new ulong[(capacity / 64) + 1])
    {
    }

    private OperationSet(ulong[] words)
    {
        this.words = words;
        Count = words.Sum(BitOperations.PopCount);
    }

    public int Count { get; }

    public bool Contains(int number) => (words[number / 64] & (1UL << (number % 64))) != 0;

    public OperationSet With(int number)
    {
        var next = (ulong[])words.Clone();
        next[number / 64] |= 1UL << (number % 64);
        return new(next);
    }

    public bool Equals(OperationSet? other) => other is not null && words.AsSpan().SequenceEqual(other.words);

    public override bool Equals(object? obj) => Equals(obj as OperationSet);

    public override int GetHashCode() => words.Aggregate(0, HashCode.Combine);
}
