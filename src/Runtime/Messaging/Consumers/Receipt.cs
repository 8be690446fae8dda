namespace DistPatterns.Messaging;

/// <summary>What became of a delivery.</summary>
public enum Receipt
{
    /// <summary>It was handled now.</summary>
    Handled,

    /// <summary>It had been handled before; nothing was done.</summary>
    Duplicate,
}
