namespace DistPatterns.Runtime.Tests.Linearizability;

/// <summary>One call of a recorded history.</summary>
/// <param name="Client">Who called.</param>
/// <param name="Input">What was asked.</param>
/// <param name="Output">What was answered; nothing if <see cref="IsUnknown"/>.</param>
/// <param name="Called">When, as a place in the order of all calls and returns.</param>
/// <param name="Returned">When it was answered; <see cref="long.MaxValue"/> if it never was, so that it may take effect at any time after the call, or never.</param>
internal sealed record Operation<TInput, TOutput>(string Client, TInput Input, TOutput? Output, long Called, long Returned)
{
    public bool IsUnknown => Returned == long.MaxValue;

    public override string ToString() => $"[{Called,4}..{(IsUnknown ? "   ?" : $"{Returned,4}")}] {Client}: {Input}{(IsUnknown ? "" : $" → {Output}")}";
}
