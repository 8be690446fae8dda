using Microsoft.Extensions.Logging;

namespace DistPatterns.Runtime.Tests.Registry;

/// <summary>Hears when the registry was looked at in vain.</summary>
internal sealed class AwayCounter : ILoggerProvider, ILogger
{
    private readonly TaskCompletionSource _twice = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public Task Twice => _twice.Task;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == "RegistryAway" && Interlocked.Increment(ref _count) == 2)
        {
            _twice.TrySetResult();
        }
    }

    public void Dispose()
    {
    }
}
