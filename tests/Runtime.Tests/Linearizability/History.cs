namespace DistPatterns.Runtime.Tests.Linearizability;

/// <summary>Records what clients ask and are answered, in the order in which it happens; safe from many threads.</summary>
internal sealed class History<TInput, TOutput>
{
    private readonly Lock gate = new();
    private readonly List<Operation<TInput, TOutput>> operations = [];
    private long now;

    public IReadOnlyList<Operation<TInput, TOutput>> Operations
    {
        get
        {
            lock (gate)
            {
                return [.. operations.OrderBy(o => o.Called)];
            }
        }
    }

    /// <summary>Marks a call; give what it returns to one of the other methods, or to none if the call certainly had no effect and no answer.</summary>
    public long Call() => Interlocked.Increment(ref now);

    /// <summary>The call was answered.</summary>
    public void Return(string client, TInput input, TOutput output, long called) => Add(new(client, input, output, called, Interlocked.Increment(ref now)));

    /// <summary>The call failed, and whether it took or will take effect nobody knows.</summary>
    public void Unknown(string client, TInput input, long called) => Add(new(client, input, default, called, long.MaxValue));

    private void Add(Operation<TInput, TOutput> operation)
    {
        lock (gate)
        {
            operations.Add(operation);
        }
    }
}
