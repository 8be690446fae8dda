namespace DistPatterns.Messaging;

/// <summary>Work went on after it was cancelled, and was left behind. What it wrote in its transaction is rolled back.</summary>
internal sealed class HandlerHangsException(string what) : Exception($"{what} did not end when it was cancelled, and was left behind.");
