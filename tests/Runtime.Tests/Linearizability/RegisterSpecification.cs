namespace DistPatterns.Runtime.Tests.Linearizability;

/// <summary>Write a value, or (null) read the one that was written last; null until then.</summary>
internal sealed class RegisterSpecification : ISpecification<int?, int?, int?>
{
    public int? Initial => null;

    public bool TryApply(int? state, Operation<int?, int?> operation, out int? next)
    {
        var writes = operation.Input is not null;
        next = writes ? operation.Input : state;
        return writes || operation.IsUnknown || operation.Output == state;
    }
}
